namespace Mutx.Locking;

/// <summary>How it stood with a lock when it was looked at. A hint: it may have changed since.</summary>
public sealed record LockReport
{
    /// <summary>The lock file.</summary>
    public required string LockFile { get; init; }

    /// <summary>What the lock protects, as it was named; null where only the lock file was.</summary>
    public string? Resource { get; init; }

    /// <summary>Whether it is held, and how.</summary>
    public required LockState State { get; init; }

    /// <summary>What excludes the others.</summary>
    public LockMethod Method { get; init; } = LockMethod.Kernel;

    /// <summary>Who seems to hold it, inheritors included; empty if nobody does, or nobody that may be looked at.</summary>
    public IReadOnlyList<LockHolder> Holders { get; init; } = [];
}
