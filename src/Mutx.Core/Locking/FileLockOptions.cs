using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Mutx.Diagnostics;
using Mutx.Platform;
using Mutx.Primitives;

namespace Mutx.Locking;

/// <summary>Where a lock file lies and how it is waited for.</summary>
public sealed record FileLockOptions
{
    /// <summary>The defaults: a private lock file in the user's cache directory.</summary>
    public static FileLockOptions Default { get; } = new();

    /// <summary>
    /// The directory for lock files; created with mode 0700 if it is missing. If null, the environment variable
    /// <c>MUTX_LOCK_DIR</c>, else <c>mutx/locks</c> in the user's cache directory. Locks exclude only those who use
    /// the same directory.
    /// </summary>
    public string? Directory
    {
        get;
        init => field = value is null ? null : Guard.Path(value);
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

    /// <summary>The permission bits of a lock file that has to be created; 0600. An existing one keeps its own.</summary>
    public UnixFileMode LockFileMode
    {
        get;
        init => field = Guard.Mode(value);
    } = UnixFileMode.UserRead | UnixFileMode.UserWrite;

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
    /// What excludes the others. If null, what the environment variable <c>MUTX_LOCK_METHOD</c> says (auto, kernel or
    /// claim), else what a file <c>.mutx</c> in the directory says (a line <c>lock-method = claim</c>), else what can be
    /// trusted on its filesystem. Those who use different methods for one file don't exclude each other.
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
