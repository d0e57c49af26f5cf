using Mutx.Platform;
using Mutx.Primitives;

namespace Mutx.Locking;

/// <summary>
/// A lock on a resource, usually a file that is about to change, kept by the kernel on a lock file of its own.
/// <para>
/// It is advisory: it excludes those who ask for the same lock, nobody else. It is not reentrant: a second
/// acquisition waits for the first, in the same thread too. It excludes between processes and within one alike.
/// The kernel releases it on every kind of exit, SIGKILL included; the lock file stays, empty, and is never a sign
/// that the lock is held. A child that was started while the lock is held doesn't inherit it. On a network filesystem
/// the kernel's locks are only as good as its server's.
/// </para>
/// <para>
/// Waiting costs nothing while it lasts and ends when the holder lets go. Within a process waiters are served in the
/// order they came, and all those of one lock together need one background thread, or two where some wait to share
/// it. The thread stays until the lock is free, also when nobody waits any more. Instances are cheap, immutable and safe
/// to share between threads; two for the same path are the same lock. A relative path is that of the moment when the
/// lock is named; links in a path are resolved at the first use.
/// </para>
/// <para>
/// There is no way from shared to exclusive: two holders who both wanted it would wait for each other for ever, and the
/// kernel's own way lets go of the lock in between. Take it exclusively from the start, or release, acquire, and look
/// again. The other way is <see cref="FileLockHandle.Downgrade"/>.
/// </para>
/// </summary>
public sealed class FileLock : ILock
{
    private readonly Disk _disk;
    private readonly FileLockOptions _options;
    private readonly Func<LockSource> _resolve;
    private LockSource? _source;
    private IReadOnlyList<string> _warnings = [];

    /// <summary>Names a lock. Nothing is touched on disk before it is acquired.</summary>
    /// <param name="resource">The path that the lock protects; it need not exist, its directory must.</param>
    /// <param name="options">Where the lock file lies; <see cref="FileLockOptions.Default"/> if null.</param>
    public FileLock(string resource, FileLockOptions? options = null)
        : this(Disk.Current, BoundPath.Of(Guard.Path(resource)), options ?? FileLockOptions.Default, known: null)
    {
    }

    /// <summary>A lock that is resolved at once, or on a path that is absolute.</summary>
    internal FileLock(Disk disk, string resource, FileLockOptions options, FileStatus? known = null)
        : this(disk, BoundPath.ForNow(Guard.Path(resource)), options, known)
    {
    }

    private FileLock(Disk disk, BoundPath path, FileLockOptions options, FileStatus? known)
        : this(disk, path.Shown, options, () => LockSources.ForPath(disk, path, options, known))
    {
    }

    private FileLock(Disk disk, string shown, FileLockOptions options, Func<LockSource> resolve)
    {
        _disk = disk;
        _options = options;
        _resolve = resolve;
        Resource = shown;
    }

    /// <summary>What the lock protects, as it was named.</summary>
    public string Resource { get; }

    /// <summary>The absolute path of the lock file. Resolves the resource's path, and throws as acquiring does.</summary>
    public string LockFile => Source.Path;

    /// <inheritdoc/>
    /// <remarks>By the method that is used where the resource lies; resolves its path.</remarks>
    public LockCapabilities Capabilities => FileCapabilities.Of(Source.Method, _options);

    /// <inheritdoc/>
    string ILock.Name => Resource;

    internal LockSource Source => _source ??= Resolve();

    internal Disk Disk => _disk;

    /// <summary>Names a lock that protects whatever its users agree on, rather than a path.</summary>
    /// <param name="name">Any text without NUL, not empty; capitals count, on every system.</param>
    /// <param name="options">Where the lock file lies; <see cref="FileLockOptions.Default"/> if null.</param>
    /// <returns>The lock. <c>mutx run name:WORD</c> is the same one, if the lock directory is the same.</returns>
    public static FileLock Named(string name, FileLockOptions? options = null)
    {
        Guard.Path(name);
        Disk disk = Disk.Current;
        FileLockOptions given = options ?? FileLockOptions.Default;
        return new FileLock(disk, $"name:{name}", given, () => LockSources.ForName(disk, name, given));
    }

    /// <summary>
    /// The lock on one record of the resource. Whoever holds it holds the resource's lock shared as well: an exclusive
    /// lock on the whole excludes every record's, and records exclude only themselves.
    /// </summary>
    /// <param name="record">The record's name; any text without NUL, not empty.</param>
    public RecordLock Record(string record)
    {
        Guard.Path(record);
        var own = new FileLock(
            _disk, $"{Resource} [{record}]", _options, () => LockSources.ForRecord(_disk, Source, record, _options));
        return new RecordLock(this, own);
    }

    /// <summary>Acquires the lock if that takes no longer than <paramref name="timeout"/>. Blocks only the calling thread.</summary>
    /// <param name="mode">Exclusive or shared.</param>
    /// <param name="timeout">How long to wait: zero for one try, <see cref="Timeout.InfiniteTimeSpan"/> for any time.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The lock, to be disposed; null if somebody else had it all the time.</returns>
    /// <exception cref="LockUnavailableException">The wait could never end (<see cref="LockUnavailableException.IsEndless"/>).</exception>
    /// <exception cref="MutxException">The lock file can't be used, or there are no locks here.</exception>
    /// <exception cref="OperationCanceledException">The wait was cancelled; the lock is not held.</exception>
    public FileLockHandle? TryAcquire(
        LockMode mode = LockMode.Exclusive, TimeSpan timeout = default, CancellationToken cancellationToken = default)
    {
        Guard.Defined(mode, LockMode.Shared);
        Acquisition acquisition = Begin(mode, timeout, cancellationToken);
        return acquisition.Run() ? Handle(acquisition, mode) : null;
    }

    /// <summary>Acquires the lock. Blocks only the calling thread.</summary>
    /// <param name="mode">Exclusive or shared.</param>
    /// <param name="timeout">How long to wait; if null, any time. Zero for one try.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The lock, to be disposed.</returns>
    /// <exception cref="LockTimeoutException">Somebody else had it all the time.</exception>
    /// <exception cref="LockUnavailableException">Somebody else has it, and the timeout is zero or the wait could never end.</exception>
    /// <exception cref="MutxException">The lock file can't be used, or there are no locks here.</exception>
    /// <exception cref="OperationCanceledException">The wait was cancelled; the lock is not held.</exception>
    public FileLockHandle Acquire(
        LockMode mode = LockMode.Exclusive, TimeSpan? timeout = null, CancellationToken cancellationToken = default)
    {
        TimeSpan limit = timeout ?? Timeout.InfiniteTimeSpan;
        return TryAcquire(mode, limit, cancellationToken) ?? throw NotAcquired.Because(this, limit);
    }

    /// <summary>Acquires the lock if that takes no longer than <paramref name="timeout"/>. No thread of the pool waits.</summary>
    /// <inheritdoc cref="TryAcquire"/>
    public ValueTask<FileLockHandle?> TryAcquireAsync(
        LockMode mode = LockMode.Exclusive, TimeSpan timeout = default, CancellationToken cancellationToken = default)
    {
        Guard.Defined(mode, LockMode.Shared);
        Guard.WaitTime(timeout);
        if (cancellationToken.IsCancellationRequested)
        {
            return ValueTask.FromCanceled<FileLockHandle?>(cancellationToken);
        }

        Acquisition acquisition = Begin(mode, timeout, cancellationToken);
        ValueTask<bool> run = acquisition.RunAsync();
        return run.IsCompletedSuccessfully
            ? new ValueTask<FileLockHandle?>(run.Result ? Handle(acquisition, mode) : null)
            : Rest(run);

        async ValueTask<FileLockHandle?> Rest(ValueTask<bool> rest) =>
            await rest.ConfigureAwait(false) ? Handle(acquisition, mode) : null;
    }

    /// <summary>Acquires the lock. No thread of the pool waits.</summary>
    /// <inheritdoc cref="Acquire"/>
    public async ValueTask<FileLockHandle> AcquireAsync(
        LockMode mode = LockMode.Exclusive, TimeSpan? timeout = null, CancellationToken cancellationToken = default)
    {
        TimeSpan limit = timeout ?? Timeout.InfiniteTimeSpan;
        return await TryAcquireAsync(mode, limit, cancellationToken).ConfigureAwait(false)
            ?? throw NotAcquired.Because(this, limit);
    }

    /// <summary>
    /// Whether somebody holds the lock, this process included. Takes no lock where the kernel can be asked (Linux), so
    /// it can't make anybody's attempt fail; elsewhere it tries the lock for a moment. A hint: it may have changed
    /// before you look at it, and holders in other containers don't show.
    /// </summary>
    /// <param name="cancellationToken">Not waited for; looked at once.</param>
    public ValueTask<bool> IsLockedAsync(CancellationToken cancellationToken = default) =>
        IsLockedAgainstAsync(LockMode.Exclusive, cancellationToken);

    /// <summary>
    /// Whether somebody, this process included, is in the way of who wants the lock in a mode: any holder where that is
    /// exclusive, only an exclusive one where it is shared. A hint, as <see cref="IsLockedAsync"/> is.
    /// </summary>
    /// <param name="mode">The mode it is wanted in.</param>
    /// <param name="cancellationToken">Not waited for; looked at once.</param>
    public ValueTask<bool> IsLockedAgainstAsync(LockMode mode, CancellationToken cancellationToken = default)
    {
        Guard.Defined(mode, LockMode.Shared);
        cancellationToken.ThrowIfCancellationRequested();
        return new ValueTask<bool>(LockInspector.Inspect(this).State switch
        {
            LockState.Free or LockState.Stale => false,
            LockState.Shared => mode == LockMode.Exclusive,
            LockState.Unknown => IsHeldWhenTried(mode),
            _ => true,
        });
    }

    /// <inheritdoc/>
    /// <remarks>Takes no lock where the kernel can be asked (Linux). <see cref="LockInspector"/> tells more.</remarks>
    public ValueTask<IReadOnlyList<LockOwner>> InspectAsync(CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return new ValueTask<IReadOnlyList<LockOwner>>(LockHolders.Owners(LockInspector.Inspect(this), () => IsHeldWhenTried(LockMode.Exclusive)));
    }

    /// <inheritdoc/>
    public override string ToString() => $"lock on '{Resource}'";

    ILockHandle? ILock.TryAcquire(LockMode mode, TimeSpan timeout, CancellationToken cancellationToken) =>
        TryAcquire(mode, timeout, cancellationToken);

    ILockHandle ILock.Acquire(LockMode mode, TimeSpan? timeout, CancellationToken cancellationToken) =>
        Acquire(mode, timeout, cancellationToken);

    async ValueTask<ILockHandle?> ILock.TryAcquireAsync(LockMode mode, TimeSpan timeout, CancellationToken cancellationToken) =>
        await TryAcquireAsync(mode, timeout, cancellationToken).ConfigureAwait(false);

    async ValueTask<ILockHandle> ILock.AcquireAsync(LockMode mode, TimeSpan? timeout, CancellationToken cancellationToken) =>
        await AcquireAsync(mode, timeout, cancellationToken).ConfigureAwait(false);

    ILock ILock.Record(string record) => Record(record);

    /// <summary>This lock, shared, and that of a record of what it protects, as one.</summary>
    internal FileLock With(FileLock record) => new(
        _disk, record.Resource, _options, () => new RecordLockSource(Source, record.Source));

    /// <summary>No lock: it is had at once, by everybody.</summary>
    internal static FileLock Unlocked(Disk disk, string resource) =>
        new(disk, resource, FileLockOptions.Default, () => new NoLockSource(disk, resource));

    /// <summary>What has to be taken, in order: the turnstile where one is asked for, then the lock.</summary>
    internal LockStep[] Steps(LockMode mode, TimeSpan timeout)
    {
        LockSource source = Locate();
        LockStep own = new(this, source, mode);
        if (!_options.Fair || source.Turn is not { } turn)
        {
            return [own];
        }

        // A single try can't keep anybody waiting: a writer's needs no turn, and readers' may pass side by side. But a
        // reader's does stop where a writer waits.
        return timeout > TimeSpan.Zero || timeout == Timeout.InfiniteTimeSpan ? [new LockStep(this, turn, LockMode.Exclusive) { IsTurn = true }, own]
            : mode == LockMode.Shared ? [new LockStep(this, turn, LockMode.Shared) { IsTurn = true }, own]
            : [own];
    }

    /// <summary>The handle of a lock that was taken; the lock doesn't get lost if there is no handle in the end.</summary>
    internal FileLockHandle Handle(HeldLock held, LockMode mode, TimeSpan waited)
    {
        try
        {
            // Who has waited may have waited at a place where others don't lock any more.
            if (waited > TimeSpan.Zero)
            {
                held.EnsureHeld();
            }

            return new FileLockHandle(this, held, mode, waited, _options);
        }
        catch
        {
            held.Release();
            throw;
        }
    }

    /// <summary>
    /// Where the lock is to be had now: the place of the last time, unless the resource's directory has got a
    /// <c>.locks</c> since, or lost it.
    /// </summary>
    private LockSource Locate() => _source is { IsCurrent: true } source ? source : _source = Resolve();

    /// <summary>What the user should know of how it is locked; each is told once.</summary>
    internal IReadOnlyList<string> TakeWarnings() => Interlocked.Exchange(ref _warnings, []);

    private LockSource Resolve()
    {
        LockSource source = _resolve();
        if (source.Warnings.Count > 0)
        {
            _warnings = source.Warnings;
        }

        return source;
    }

    private Acquisition Begin(LockMode mode, TimeSpan timeout, CancellationToken cancellationToken)
    {
        Deadline deadline = Deadline.After(timeout, _options.TimeProvider);
        cancellationToken.ThrowIfCancellationRequested();
        return new Acquisition(Steps(mode, timeout), _options, deadline, cancellationToken);
    }

    private FileLockHandle Handle(Acquisition acquisition, LockMode mode) =>
        Handle(acquisition.Held[^1]!, mode, acquisition.Waited);

    private bool IsHeldWhenTried(LockMode mode)
    {
        using FileLockHandle? free = TryAcquire(mode);
        return free is null;
    }
}
