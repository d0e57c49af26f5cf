using Mutx.Primitives;

namespace Mutx.Locking;

/// <summary>
/// Several locks held together: all or none, under one deadline. Disposing it releases all, the last taken first.
/// <para>
/// Sets can't deadlock with each other: the locks are taken in the order of their lock files' paths, whatever the order
/// they are named in, and one that is named twice, or by two paths to the same file, is taken once. Whoever holds
/// another lock already while asking for a set can still deadlock with somebody who takes the same locks one by one.
/// </para>
/// </summary>
public sealed class LockSet : IDisposable, IAsyncDisposable
{
    private LockSet(IReadOnlyList<FileLockHandle> locks) => Locks = locks;

    /// <summary>The locks, in the order in which they were taken.</summary>
    public IReadOnlyList<FileLockHandle> Locks { get; }

    /// <summary>Acquires all locks if that takes no longer than <paramref name="timeout"/>. Blocks only the calling thread.</summary>
    /// <param name="resources">The paths that the locks protect.</param>
    /// <param name="mode">Exclusive or shared, all alike.</param>
    /// <param name="timeout">How long to wait for all together: zero for one try of each.</param>
    /// <param name="options">Where the lock files lie; <see cref="FileLockOptions.Default"/> if null.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The locks, to be disposed; null if somebody else had one of them all the time, and then none is held.</returns>
    /// <exception cref="MutxException">A lock file can't be used, or there are no locks here; none is held.</exception>
    /// <exception cref="OperationCanceledException">The wait was cancelled; none is held.</exception>
    public static LockSet? TryAcquireAll(
        IEnumerable<string> resources,
        LockMode mode = LockMode.Exclusive,
        TimeSpan timeout = default,
        FileLockOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        var plan = new Plan(resources, mode, timeout, options, cancellationToken);
        return plan.Acquisition.Run() ? plan.Held() : null;
    }

    /// <summary>Acquires all locks. Blocks only the calling thread.</summary>
    /// <param name="resources">The paths that the locks protect.</param>
    /// <param name="mode">Exclusive or shared, all alike.</param>
    /// <param name="timeout">How long to wait for all together; if null, any time.</param>
    /// <param name="options">Where the lock files lie; <see cref="FileLockOptions.Default"/> if null.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The locks, to be disposed.</returns>
    /// <exception cref="LockTimeoutException">Somebody else had one of them all the time; none is held.</exception>
    /// <exception cref="LockUnavailableException">Somebody else has one of them, and the timeout is zero; none is held.</exception>
    /// <exception cref="MutxException">A lock file can't be used, or there are no locks here; none is held.</exception>
    /// <exception cref="OperationCanceledException">The wait was cancelled; none is held.</exception>
    public static LockSet AcquireAll(
        IEnumerable<string> resources,
        LockMode mode = LockMode.Exclusive,
        TimeSpan? timeout = null,
        FileLockOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        TimeSpan limit = timeout ?? Timeout.InfiniteTimeSpan;
        var plan = new Plan(resources, mode, limit, options, cancellationToken);
        return plan.Acquisition.Run() ? plan.Held() : throw NotAcquired.Because(plan.Acquisition.Stuck.Owner, limit);
    }

    /// <summary>Acquires all locks if that takes no longer than <paramref name="timeout"/>. No thread of the pool waits.</summary>
    /// <inheritdoc cref="TryAcquireAll"/>
    public static async ValueTask<LockSet?> TryAcquireAllAsync(
        IEnumerable<string> resources,
        LockMode mode = LockMode.Exclusive,
        TimeSpan timeout = default,
        FileLockOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        var plan = new Plan(resources, mode, timeout, options, cancellationToken);
        return await plan.Acquisition.RunAsync().ConfigureAwait(false) ? plan.Held() : null;
    }

    /// <summary>Acquires all locks. No thread of the pool waits.</summary>
    /// <inheritdoc cref="AcquireAll"/>
    public static async ValueTask<LockSet> AcquireAllAsync(
        IEnumerable<string> resources,
        LockMode mode = LockMode.Exclusive,
        TimeSpan? timeout = null,
        FileLockOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        TimeSpan limit = timeout ?? Timeout.InfiniteTimeSpan;
        var plan = new Plan(resources, mode, limit, options, cancellationToken);
        return await plan.Acquisition.RunAsync().ConfigureAwait(false)
            ? plan.Held()
            : throw NotAcquired.Because(plan.Acquisition.Stuck.Owner, limit);
    }

    /// <summary>Throws unless all locks are still held, as far as can be found out now.</summary>
    /// <exception cref="LockLostException">One is lost.</exception>
    public void EnsureHeld()
    {
        foreach (FileLockHandle each in Locks)
        {
            each.EnsureHeld();
        }
    }

    /// <summary>Releases all locks, the last taken first; a second time does nothing.</summary>
    public void Dispose()
    {
        for (int i = Locks.Count - 1; i >= 0; i--)
        {
            Locks[i].Dispose();
        }
    }

    /// <inheritdoc cref="Dispose"/>
    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>Which locks to take, in which order.</summary>
    private sealed class Plan
    {
        private readonly LockStep[] _steps;
        private readonly LockMode _mode;

        public Plan(
            IEnumerable<string> resources, LockMode mode, TimeSpan timeout, FileLockOptions? options, CancellationToken cancellation)
        {
            ArgumentNullException.ThrowIfNull(resources);
            Guard.Defined(mode, LockMode.Shared);
            FileLockOptions given = options ?? FileLockOptions.Default;
            var deadline = Deadline.After(timeout, given.TimeProvider);
            cancellation.ThrowIfCancellationRequested();
            var locks = new SortedDictionary<string, FileLock>(StringComparer.Ordinal);
            foreach (string resource in resources)
            {
                var one = new FileLock(resource, given);
                locks.TryAdd(one.LockFile, one);
            }

            var steps = new List<LockStep>();
            foreach (FileLock each in locks.Values)
            {
                steps.AddRange(each.Steps(mode, timeout));
            }

            _steps = [.. steps];
            _mode = mode;
            Acquisition = new Acquisition(_steps, given, deadline, cancellation);
        }

        public Acquisition Acquisition { get; }

        public LockSet Held()
        {
            var handles = new List<FileLockHandle>();
            for (int i = 0; i < _steps.Length; i++)
            {
                // A turnstile has been let go of.
                if (Acquisition.Held[i] is { } held)
                {
                    handles.Add(_steps[i].Owner.Handle(held, _mode, Acquisition.Waited));
                }
            }

            return new LockSet(handles);
        }
    }
}
