using Mutx.Primitives;

namespace Mutx.Locking;

/// <summary>A wait for a lock, while it lasts and after.</summary>
public sealed class LockWait
{
    private readonly Deadline _deadline;

    internal LockWait(FileLock awaited, LockMode mode, Deadline deadline)
    {
        Resource = awaited.Resource;
        LockFile = awaited.LockFile;
        Mode = mode;
        _deadline = deadline;
    }

    /// <summary>What the lock protects, as the caller named it.</summary>
    public string Resource { get; }

    /// <summary>The path of the lock file.</summary>
    public string LockFile { get; }

    /// <summary>How the lock is asked for.</summary>
    public LockMode Mode { get; }

    /// <summary>How long the wait may last; <see cref="System.Threading.Timeout.InfiniteTimeSpan"/> for any time.</summary>
    public TimeSpan Timeout => _deadline.Limit;

    /// <summary>How long it has lasted.</summary>
    public TimeSpan Waited => _deadline.Elapsed;
}
