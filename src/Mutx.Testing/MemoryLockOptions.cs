namespace Mutx.Testing;

/// <summary>What locks in memory are like.</summary>
public sealed record MemoryLockOptions
{
    /// <summary>The defaults: as locks on files are, without fencing tokens.</summary>
    public static MemoryLockOptions Default { get; } = new();

    /// <summary>
    /// Whether handles have a <see cref="Locking.ILockHandle.FencingToken"/>, as those of a lock server have and those of locks
    /// on files never do; no.
    /// </summary>
    public bool FencingTokens { get; init; }
}
