using Mutx.Diagnostics;
using Mutx.Platform;
using Mutx.Primitives;

namespace Mutx.Locking;

/// <summary>
/// A lock on a resource, usually a file that is about to change, kept by the kernel on a lock file beside the point.
/// <para>
/// It is advisory: it excludes those who ask for the same lock, nobody else. It is not reentrant: a second
/// acquisition waits for the first, in the same thread too. It excludes between processes and within one alike.
/// The kernel releases it on every kind of exit, SIGKILL included; the lock file stays, empty, and is never a sign
/// that the lock is held. A child that was started while the lock is held doesn't inherit it.
/// </para>
/// <para>
/// Waiting costs nothing while it lasts and ends when the holder lets go. Within a process waiters are served in the
/// order they came. Instances are cheap, immutable and safe to share between threads; two for the same path are the
/// same lock. The path is resolved at the first use.
/// </para>
/// </summary>
public sealed class FileLock
{
    private readonly Disk _disk;
    private readonly FileLockOptions _options;
    private LockFileAccess? _access;

    /// <summary>Names a lock. Nothing is touched on disk before it is acquired.</summary>
    /// <param name="resource">The path that the lock protects; it need not exist, its directory must.</param>
    /// <param name="options">Where the lock file lies; <see cref="FileLockOptions.Default"/> if null.</param>
    public FileLock(string resource, FileLockOptions? options = null)
        : this(Disk.Current, resource, options ?? FileLockOptions.Default)
    {
    }

    internal FileLock(Disk disk, string resource, FileLockOptions options)
    {
        _disk = disk;
        _options = options;
        Resource = Guard.Path(resource);
    }

    /// <summary>What the lock protects, as it was named.</summary>
    public string Resource { get; }

    /// <summary>The absolute path of the lock file. Resolves the resource's path, and throws as acquiring does.</summary>
    public string LockFile => Access.Path;

    private LockFileAccess Access => _access ??= new LockFileAccess(_disk, LockPath.For(_disk, Resource, _options), _options);

    /// <summary>Acquires the lock if that takes no longer than <paramref name="timeout"/>. Blocks only the calling thread.</summary>
    /// <param name="mode">Exclusive or shared.</param>
    /// <param name="timeout">How long to wait: zero for one try, <see cref="Timeout.InfiniteTimeSpan"/> for any time.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The lock, to be disposed; null if somebody else had it all the time.</returns>
    /// <exception cref="MutxException">The lock file can't be used, or there are no locks here.</exception>
    /// <exception cref="OperationCanceledException">The wait was cancelled; the lock is not held.</exception>
    public FileLockHandle? TryAcquire(
        LockMode mode = LockMode.Exclusive, TimeSpan timeout = default, CancellationToken cancellationToken = default)
    {
        var attempt = new Attempt(this, mode, timeout, cancellationToken);
        return attempt.TryNow() ?? attempt.Wait();
    }

    /// <summary>Acquires the lock. Blocks only the calling thread.</summary>
    /// <param name="mode">Exclusive or shared.</param>
    /// <param name="timeout">How long to wait; if null, any time. Zero for one try.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The lock, to be disposed.</returns>
    /// <exception cref="LockTimeoutException">Somebody else had it all the time.</exception>
    /// <exception cref="LockUnavailableException">Somebody else has it, and the timeout is zero.</exception>
    /// <exception cref="MutxException">The lock file can't be used, or there are no locks here.</exception>
    /// <exception cref="OperationCanceledException">The wait was cancelled; the lock is not held.</exception>
    public FileLockHandle Acquire(
        LockMode mode = LockMode.Exclusive, TimeSpan? timeout = null, CancellationToken cancellationToken = default)
    {
        TimeSpan limit = timeout ?? Timeout.InfiniteTimeSpan;
        return TryAcquire(mode, limit, cancellationToken) ?? throw NotAcquired(limit);
    }

    /// <summary>Acquires the lock if that takes no longer than <paramref name="timeout"/>. No thread of the pool waits.</summary>
    /// <inheritdoc cref="TryAcquire"/>
    public ValueTask<FileLockHandle?> TryAcquireAsync(
        LockMode mode = LockMode.Exclusive, TimeSpan timeout = default, CancellationToken cancellationToken = default)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return ValueTask.FromCanceled<FileLockHandle?>(cancellationToken);
        }

        var attempt = new Attempt(this, mode, timeout, cancellationToken);
        FileLockHandle? held = attempt.TryNow();
        return held is not null ? new ValueTask<FileLockHandle?>(held) : new ValueTask<FileLockHandle?>(attempt.WaitAsync());
    }

    /// <summary>Acquires the lock. No thread of the pool waits.</summary>
    /// <inheritdoc cref="Acquire"/>
    public async ValueTask<FileLockHandle> AcquireAsync(
        LockMode mode = LockMode.Exclusive, TimeSpan? timeout = null, CancellationToken cancellationToken = default)
    {
        TimeSpan limit = timeout ?? Timeout.InfiniteTimeSpan;
        return await TryAcquireAsync(mode, limit, cancellationToken).ConfigureAwait(false) ?? throw NotAcquired(limit);
    }

    private MutxException NotAcquired(TimeSpan timeout)
    {
        string holders = LockHolders.Describe(LockInspector.Inspect(_disk, LockFile));
        string held = $"cannot lock '{Resource}': {(holders.Length == 0 ? "it is locked by another process" : $"it is locked by {holders}")}";
        return timeout == TimeSpan.Zero
            ? new LockUnavailableException($"{held} (lock file '{LockFile}')")
            {
                Path = Resource,
                Hint = "wait for it with --timeout TIME or without --no-wait",
            }
            : new LockTimeoutException($"{held}; waited {DurationText.Format(timeout)} (lock file '{LockFile}')")
            {
                Path = Resource,
                Hint = "wait longer, or end the one that holds it",
            };
    }

    /// <summary>One acquisition, from the first try to its end.</summary>
    private sealed class Attempt
    {
        // Timers and waits end at int.MaxValue milliseconds; longer ones are done in laps.
        private static readonly TimeSpan Lap = TimeSpan.FromDays(20);

        private readonly FileLock _lock;
        private readonly LockMode _mode;
        private readonly LockFileAccess _access;
        private readonly Deadline _deadline;
        private readonly CancellationToken _cancellation;
        private LockWait? _wait;

        public Attempt(FileLock fileLock, LockMode mode, TimeSpan timeout, CancellationToken cancellation)
        {
            _deadline = Deadline.After(timeout, fileLock._options.TimeProvider);
            cancellation.ThrowIfCancellationRequested();
            _lock = fileLock;
            _mode = mode;
            _access = fileLock.Access;
            _cancellation = cancellation;
        }

        private FileLockOptions Options => _lock._options;

        /// <summary>One try. Those who are ready to wait don't overtake those who wait already.</summary>
        public FileLockHandle? TryNow()
        {
            if (_deadline.Limit != TimeSpan.Zero && WaitQueue.HasWaiters(_access.Path))
            {
                return null;
            }

            return _access.TryTake(_mode) is { } file ? Held(file) : null;
        }

        public FileLockHandle? Wait()
        {
            if (_deadline.Limit == TimeSpan.Zero)
            {
                return null;
            }

            WaitRequest request = Begin();
            try
            {
                while (!request.Outcome.Wait((int)NextLap().TotalMilliseconds, _cancellation))
                {
                    if (_deadline.HasExpired)
                    {
                        request.TryTimeOut();
                    }
                }
            }
            catch (OperationCanceledException)
            {
                request.TryCancel(_cancellation);
            }
            catch (AggregateException)
            {
                // The outcome tells it again, as itself.
            }

            return Finish(request);
        }

        public async Task<FileLockHandle?> WaitAsync()
        {
            if (_deadline.Limit == TimeSpan.Zero)
            {
                return null;
            }

            WaitRequest request = Begin();
            using (_cancellation.UnsafeRegister(static (state, token) => ((WaitRequest)state!).TryCancel(token), request))
            using (ITimer? timer = StartTimer(request))
            {
                await ((Task)request.Outcome).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }

            return Finish(request);
        }

        private WaitRequest Begin()
        {
            _wait = new LockWait(_lock.Resource, _access.Path, _mode, _deadline);
            Options.WaitObserver?.Waiting(_wait);
            Options.Logger.LockContended(_lock.Resource, _access.Path);
            return WaitQueue.Enqueue(_access, _mode);
        }

        private FileLockHandle? Finish(WaitRequest request)
        {
            Task<DiskFile?> outcome = request.Outcome;
            LockWaitEnd end = outcome.IsCanceled ? LockWaitEnd.Cancelled
                : outcome.IsFaulted ? LockWaitEnd.Failed
                : outcome.Result is null ? LockWaitEnd.TimedOut
                : LockWaitEnd.Acquired;
            if (end != LockWaitEnd.Acquired)
            {
                WaitQueue.Forget(_access.Path);
            }

            Options.WaitObserver?.Ended(_wait!, end);
            Options.Logger.LockWaitEnded(_lock.Resource, end, _deadline.Elapsed.TotalMilliseconds);
            return outcome.GetAwaiter().GetResult() is { } file ? Held(file) : null;
        }

        private ITimer? StartTimer(WaitRequest request)
        {
            if (_deadline.IsInfinite)
            {
                return null;
            }

            // The timer is told its first due time only once it is known to its own callback.
            ITimer? timer = null;
            timer = Options.TimeProvider.CreateTimer(
                _ =>
                {
                    if (_deadline.HasExpired)
                    {
                        request.TryTimeOut();
                    }
                    else
                    {
                        Volatile.Read(ref timer)?.Change(NextLap(), Timeout.InfiniteTimeSpan);
                    }
                },
                null,
                Timeout.InfiniteTimeSpan,
                Timeout.InfiniteTimeSpan);
            timer.Change(NextLap(), Timeout.InfiniteTimeSpan);
            return timer;
        }

        private TimeSpan NextLap()
        {
            TimeSpan left = _deadline.Remaining;
            return left == Timeout.InfiniteTimeSpan || left > Lap ? Lap
                : TimeSpan.FromMilliseconds(Math.Ceiling(left.TotalMilliseconds));
        }

        private FileLockHandle Held(DiskFile file)
        {
            Options.Logger.LockAcquired(_lock.Resource, _access.Path, _mode);
            return new FileLockHandle(_access, file, _mode, _wait is null ? TimeSpan.Zero : _deadline.Elapsed, Options.Logger);
        }
    }
}
