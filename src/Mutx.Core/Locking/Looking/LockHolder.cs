using Mutx.Primitives;

namespace Mutx.Locking;

/// <summary>
/// A process that seems to hold a lock. A hint, never a proof: it was true when the kernel was asked, and what belongs
/// to other users or containers may not show.
/// </summary>
/// <param name="ProcessId">The process.</param>
/// <param name="Command">Its command line, or its name where that is all there is; null if neither can be read.</param>
/// <param name="Mode">How it holds the lock.</param>
public sealed record LockHolder(int ProcessId, string? Command, LockMode Mode)
{
    /// <summary>The machine it runs on; null if unknown.</summary>
    public string? Host { get; init; }

    /// <summary>
    /// Since when it may have held the lock: the start of the process for a kernel lock, the time in the record for a
    /// claim; null if unknown.
    /// </summary>
    public DateTimeOffset? Since { get; init; }
}
