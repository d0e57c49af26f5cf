namespace Mutx.Locking;

/// <summary>How a wait for a lock ended.</summary>
public enum LockWaitEnd
{
    /// <summary>The lock is held now.</summary>
    Acquired = 0,

    /// <summary>The time was up.</summary>
    TimedOut,

    /// <summary>It was cancelled.</summary>
    Cancelled,

    /// <summary>An error ended it.</summary>
    Failed,
}
