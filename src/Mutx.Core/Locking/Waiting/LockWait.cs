using Mutx.Primitives;

namespace Mutx.Locking;

/// <summary>A wait for a lock, while it lasts and after.</summary>
public sealed class LockWait
{
    private readonly FileLock _awaited;
    private readonly Deadline _deadline;

    internal LockWait(FileLock awaited, LockMode mode, Deadline deadline)
    {
        _awaited = awaited;
        Mode = mode;
        _deadline = deadline;
    }

    /// <summary>What the lock protects, as the caller named it.</summary>
    public string Resource => _awaited.Resource;

    /// <summary>The path of the lock file.</summary>
    public string LockFile => _awaited.LockFile;

    /// <summary>How the lock is asked for.</summary>
    public LockMode Mode { get; }

    /// <summary>How long the wait may last; <see cref="System.Threading.Timeout.InfiniteTimeSpan"/> for any time.</summary>
    public TimeSpan Timeout => _deadline.Limit;

    /// <summary>How long it has lasted.</summary>
    public TimeSpan Waited => _deadline.Elapsed;

    /// <summary>Who is in the way, in words, as far as the system tells; empty if it doesn't. Looked up anew each time.</summary>
    public string DescribeHolders() => LockHolders.Describe(LockInspector.HoldersForMessage(_awaited));
}
