using Mutx.Locking;
using Mutx.Primitives;

namespace Mutx.Cli.Requests;

/// <summary>Run a command under a lock.</summary>
internal sealed record RunRequest : Request
{
    /// <summary>What the lock protects, as it was typed: a path, or <c>name:WORD</c>.</summary>
    public required string Resource { get; init; }

    /// <summary>The program and its arguments.</summary>
    public required IReadOnlyList<string> Command { get; init; }

    public LockMode Mode { get; init; }

    /// <summary>Whether the command is kept from inheriting the lock.</summary>
    public bool KeepsLock { get; init; }

    /// <summary>The exit status where the lock isn't obtained; null for the usual one.</summary>
    public int? ConflictStatus { get; init; }

    public required TimeSpan Timeout { get; init; }

    /// <summary>What happens where the lock is lost while the command runs.</summary>
    public LostLock OnLost { get; init; }

    /// <summary>How long the command may go on after it was asked to end.</summary>
    public TimeSpan KillAfter { get; init; }

    /// <summary>Where the lock lies; what only a running program knows is missing still.</summary>
    public required FileLockOptions Lock { get; init; }
}
