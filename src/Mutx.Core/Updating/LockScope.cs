namespace Mutx.Updating;

/// <summary>For how long the lock is held.</summary>
public enum LockScope
{
    /// <summary>
    /// While the target is replaced. The content is complete before the lock is asked for, so a slow producer holds
    /// nobody up, and one that itself writes the same file doesn't wait for itself.
    /// </summary>
    Commit = 0,

    /// <summary>From before the content is produced, so that nobody else changes the target meanwhile.</summary>
    Production,
}
