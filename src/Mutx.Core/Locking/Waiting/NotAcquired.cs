using Mutx.Primitives;

namespace Mutx.Locking;

/// <summary>The error for a lock that somebody else had all the time, the same words everywhere.</summary>
internal static class NotAcquired
{
    public static MutxException Because(FileLock wanted, TimeSpan timeout)
    {
        string holders = LockHolders.Describe(LockInspector.HoldersForMessage(wanted));
        string held = $"cannot lock '{wanted.Resource}': {(holders.Length == 0 ? "it is locked by another process" : $"it is locked by {holders}")}";
        return timeout == TimeSpan.Zero
            ? new LockUnavailableException($"{held} (lock file '{wanted.LockFile}')")
            {
                Path = wanted.Resource,
                Hint = "give it a time to wait, or try again later",
            }
            : new LockTimeoutException($"{held}; waited {DurationText.Format(timeout)} (lock file '{wanted.LockFile}')")
            {
                Path = wanted.Resource,
                Hint = "wait longer, or end the one that holds it",
            };
    }
}
