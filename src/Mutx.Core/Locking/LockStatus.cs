namespace Mutx.Locking;

/// <summary>How an attempt at a lock ended.</summary>
public enum LockStatus
{
    /// <summary>The lock is held.</summary>
    Held = 0,

    /// <summary>Somebody else had it for as long as was to be waited.</summary>
    Timeout,

    /// <summary>Somebody else has it, and there was to be no wait.</summary>
    Locked,

    /// <summary>It couldn't be found out; that says nothing about whether the lock is held.</summary>
    Error,
}
