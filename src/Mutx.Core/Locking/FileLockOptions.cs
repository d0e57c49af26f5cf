using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Mutx.Diagnostics;
using Mutx.Platform;
using Mutx.Primitives;

namespace Mutx.Locking;

/// <summary>Where a lock file lies and how it is waited for.</summary>
public sealed record FileLockOptions
{
    /// <summary>The defaults: a lock file in the <c>.locks</c> beside the resource, or in the user's cache directory.</summary>
    public static FileLockOptions Default { get; } = new();

    /// <summary>
    /// The directory for lock files, an absolute path; created with mode 0700 if it is missing. If null: the
    /// <c>.locks</c> beside the resource (<see cref="SharedLocks"/>), else what the environment variable
    /// <c>MUTX_LOCK_DIR</c> names, else <c>mutx/locks</c> in the user's cache directory. Locks exclude only those who
    /// use the same directory.
    /// </summary>
    public string? Directory
    {
        get;
        init => field = value is null ? null : Guard.FullPath(value);
    }

    /// <summary>
    /// The lock file itself, instead of one whose name is derived from the resource. It may hold anything: it is
    /// never written, truncated or removed. Its directory must exist. Where <see cref="LockMethod.Claim"/> was asked for, it
    /// is the claim itself: it exists only while the lock is held, and a file there that isn't a claim is an error. A relative path is that of the moment
    /// when it is set.
    /// </summary>
    public string? LockFile
    {
        get => BoundLockFile?.Shown;
        init => BoundLockFile = value is null ? null : BoundPath.Of(Guard.Path(value));
    }

    /// <summary>
    /// The permission bits of a lock file that has to be created, whatever the umask; an existing one keeps its own. If
    /// null, what the environment variable <c>MUTX_LOCK_MODE</c> says (in octal), else what the permissions of its
    /// directory imply: reading and writing for its owner, for the directory's group if that may write the directory
    /// (the file is given that group), and for others if they may. A claim is created with these bits too, and its owner can read and
    /// write it whatever they are; if null, 0644, because whoever meets it has to read it.
    /// </summary>
    public UnixFileMode? LockFileMode
    {
        get;
        init => field = value is { } mode ? Guard.Mode(mode) : null;
    }

    /// <summary>
    /// Whether the <c>.locks</c> beside the resource is made where there is none, so that whoever may change the resource shares
    /// its lock; repositories and stores see to it themselves. One that is there stays as it is
    /// (<see cref="SharedLocks.Create(string, string)"/> repairs it). It is an error where it would have no effect, in a sticky directory of somebody
    /// else's. Where locks were given a place, or other hosts may write the directory, nothing is made. Not made.
    /// </summary>
    public bool CreateSharedLocks { get; init; }

    /// <summary>Whether a lock file that is a symbolic link is followed; if not, it is an error. Not followed.</summary>
    public bool FollowSymlinks { get; init; }

    /// <summary>
    /// Whether waiters pass a turnstile, one at a time, before they take the lock. Without it, readers who overlap can
    /// keep a writer waiting for as long as there is always one of them; with it everyone is served in about the order
    /// they came, for two more system calls. It works between those who all ask for it; the others jump the line, but
    /// are excluded all the same. Leaves an empty file <c>LOCKFILE.turn</c> beside the lock file. Not fair.
    /// </summary>
    public bool Fair { get; init; }

    /// <summary>The longest pause between two tries where nothing wakes a waiter; one second.</summary>
    public TimeSpan MaxPollInterval
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(value, TimeSpan.Zero);
            field = value;
        }
    } = Backoff.DefaultCap;

    /// <summary>
    /// What excludes the others. If null, what a file <c>.mutx</c> in the directory says (a line
    /// <c>lock-method = claim</c>, or kernel, or auto), else what the environment variable <c>MUTX_LOCK_METHOD</c> says,
    /// else what can be trusted on its filesystem. Those who use different methods for one file don't exclude each other.
    /// </summary>
    public LockMethod? Method
    {
        get;
        init => field = value is { } method ? Guard.Defined(method, LockMethod.Claim) : null;
    }

    /// <summary>
    /// How long a claim is respected that nobody keeps fresh; five minutes. Its holder does so every third of that. All
    /// who lock a file by claims must agree on it.
    /// </summary>
    public TimeSpan ClaimStaleAfter
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, TimeSpan.FromMilliseconds(100));
            field = value;
        }
    } = TimeSpan.FromMinutes(5);

    /// <summary>The clock that timeouts run on; only its monotonic side is used.</summary>
    public TimeProvider TimeProvider
    {
        get;
        init => field = Guard.NotNull(value);
    } = TimeProvider.System;

    /// <summary>Where events are logged; nowhere. What it throws is dropped.</summary>
    public ILogger Logger
    {
        get;
        init => field = HarmlessLogger.Around(value);
    } = NullLogger.Instance;

    /// <summary>Who is told that a wait begins and ends; nobody.</summary>
    public ILockWaitObserver? WaitObserver { get; init; }

    /// <summary>The lock file, where it was when it was named.</summary>
    internal BoundPath? BoundLockFile { get; private init; }
}
