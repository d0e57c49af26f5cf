namespace Mutx.Locking;

/// <summary>How it stands with a lock.</summary>
public enum LockState
{
    /// <summary>Nobody holds it.</summary>
    Free = 0,

    /// <summary>Somebody holds it exclusively, by a kernel lock.</summary>
    Held,

    /// <summary>Somebody holds it shared, by a kernel lock.</summary>
    Shared,

    /// <summary>Somebody holds it by a claim file.</summary>
    Claimed,

    /// <summary>A claim file stands for it whose holder is gone; the next who wants it takes it over.</summary>
    Stale,

    /// <summary>It can't be told: the system has no table of locks, or keeps it to itself.</summary>
    Unknown,
}
