using Mutx.Primitives;

namespace Mutx.Locking;

/// <summary>Who seems to hold a lock: true when it was asked, a hint now.</summary>
/// <param name="Name">Who: for people to read. A process and its command, or its machine and number.</param>
/// <param name="Mode">How.</param>
public sealed record LockOwner(string Name, LockMode Mode)
{
    /// <summary>Since when, by the clock of whoever wrote it down; null if unknown.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>The fencing token it has; null if there is none, or it isn't known.</summary>
    public FencingToken? Token { get; init; }
}
