using Microsoft.Extensions.Logging;
using Mutx.Backups;
using Mutx.Diagnostics;
using Mutx.Journals;
using Mutx.Locking;
using Mutx.Platform;
using Mutx.Primitives;
using Mutx.Writing;

namespace Mutx.Updating;

/// <summary>
/// One replacement under a lock: where lock, checks and commit meet. Its parts run in the order in which they stand
/// here; what is slow comes before the lock.
/// </summary>
internal sealed class Replacement : IDisposable
{
    private const int CommitTries = 100;
    private static int _saidNotShared;

    private readonly Disk _disk;
    private readonly ReplaceOptions _options;
    private readonly TargetFile _target;
    private readonly FileLock _lock;
    private readonly CancellationToken _cancellation;
    private readonly CancellationTokenRegistration _discardOnCancel;
    private readonly PendingBackup? _backup;
    private FileLockHandle? _held;
    private bool _isDone;

    public Replacement(Disk disk, string path, ReplaceOptions options, CancellationToken cancellation)
    {
        _disk = disk;
        _options = options;
        _cancellation = cancellation;
        cancellation.ThrowIfCancellationRequested();
        _target = TargetFile.Open(disk, Guard.Path(path), options.File.Symlinks);
        try
        {
            Writer = new AtomicWriter(disk, _target, options.File);
            _lock = new FileLock(disk, path, options.Lock);
            RefuseLockOnTarget();
            SayIfNotShared();
            _backup = options.Backup is { } backup ? new PendingBackup(disk, _target, backup, options.File, cancellation) : null;
        }
        catch
        {
            _target.Dispose();
            throw;
        }

        // Cancelling discards what is staged before Cancel returns, wherever this thread hangs at that moment.
        _discardOnCancel = cancellation.UnsafeRegister(static replacement => ((Replacement)replacement!).Discard(), this);
    }

    public AtomicWriter Writer { get; }

    /// <summary>Whether the lock has to be tried before the content is produced, and given back.</summary>
    public bool TriesLockFirst => _options.Scope == LockScope.Commit && _options.LockTimeout == TimeSpan.Zero;

    /// <summary>Whether the lock is held while the content is produced.</summary>
    public bool LocksProduction => _options.Scope == LockScope.Production;

    public void TryLockFirst() => _lock.Acquire(LockMode.Exclusive, TimeSpan.Zero, _cancellation).Dispose();

    /// <summary>Takes the lock unless it is held already.</summary>
    public void Lock()
    {
        if (_held is null)
        {
            _held = _lock.Acquire(LockMode.Exclusive, _options.LockTimeout, _cancellation);
            JournaledFile.Settle(_disk, _target.Path);
        }
    }

    /// <inheritdoc cref="Lock"/>
    public async ValueTask LockAsync()
    {
        if (_held is null)
        {
            _held = await _lock.AcquireAsync(LockMode.Exclusive, _options.LockTimeout, _cancellation).ConfigureAwait(false);
            JournaledFile.Settle(_disk, _target.Path);
        }
    }

    /// <summary>Opens what the target holds now. Under the lock, or it means nothing.</summary>
    public CurrentContent OpenCurrent(MissingFile ifMissing)
    {
        if (_target.Look() is not null)
        {
            return new CurrentContent(_disk, _disk.OpenRead(_target.Directory, _target.Name), exists: true);
        }

        return ifMissing == MissingFile.Create
            ? new CurrentContent(_disk, _disk.OpenInput(HostEnvironment.NullDevice), exists: false)
            : throw new MutxException(MutxError.NotFound, $"cannot update '{_target.ShownPath}': there is no such file")
            {
                Path = _target.ShownPath,
                Hint = "check its name, or use --create to begin with nothing",
            };
    }

    /// <summary>Ends the content, and makes the checks that concern it alone.</summary>
    public void Complete()
    {
        _cancellation.ThrowIfCancellationRequested();
        Writer.Complete();
        if (_options.RequireNonEmpty && Writer.Length == 0)
        {
            throw new MutxException(MutxError.EmptyContent, $"refused to replace '{_target.ShownPath}': the new content is empty")
            {
                Path = _target.ShownPath,
                Hint = "look at what was to produce it",
            };
        }

        _options.Validate?.Invoke(new StagedContent(_disk, Writer.StagedContent, Writer.Length));
    }

    /// <summary>Replaces the target, under the lock.</summary>
    public ReplaceResult Commit()
    {
        for (int i = 0; i < CommitTries; i++)
        {
            _cancellation.ThrowIfCancellationRequested();
            FileStatus? replaced = _target.Look();
            Preconditions.Require(_options.IfMatch, _disk, _target, replaced);
            if (_options.IfChanged
                && Preconditions.HasContent(_disk, _target, replaced, Writer.StagedContent, Writer.Length))
            {
                _options.File.Logger.Unchanged(_target.ShownPath);
                return Result(changed: false, confirmed: true);
            }

            Writer.Prepare(replaced);
            EnsureClaimed();
            if (TryReplace(replaced))
            {
                _isDone = true;
                return Result(changed: true, confirmed: Writer.SyncDirectory());
            }
        }

        throw Writer.AppearsAndVanishes();
    }

    /// <summary>Discards what is not committed, and gives the lock back.</summary>
    public void Dispose()
    {
        _discardOnCancel.Dispose();
        _backup?.Dispose();
        Writer.Dispose();
        _held?.Dispose();
        if (_isDone)
        {
            Leftovers.SweepOnce(_disk, Path.GetDirectoryName(Path.GetFullPath(_target.Path))!, _options);
        }
    }

    private void Discard()
    {
        Writer.Discard();
        _backup?.Discard();
    }

    /// <summary>The old content is kept and the new one takes its place, or neither; false if the target isn't what it was.</summary>
    private bool TryReplace(FileStatus? replaced)
    {
        if (_backup is null || replaced is not { } old)
        {
            return Writer.TryPublish(replaced);
        }

        if (!_backup.TryPrepare(old) || !Writer.TryPublish(replaced, _backup))
        {
            return false;
        }

        _backup.Complete();
        return true;
    }

    /// <summary>
    /// The last moment to find out that a claim was lost. A kernel lock can't be lost while this process lives.
    /// </summary>
    private void EnsureClaimed()
    {
        if (_held!.Method == LockMethod.Claim)
        {
            _held.EnsureHeld();
        }
    }

    private ReplaceResult Result(bool changed, bool confirmed) => new()
    {
        Path = _target.ShownPath,
        Length = Writer.Length,
        Changed = changed,
        Backup = changed ? _backup?.Path : null,
        LockFile = _held!.Path,
        LockMethod = _held.Method,
        LockWaited = _held.Waited,
        Warnings = Warnings(confirmed),
    };

    private List<string> Warnings(bool confirmed)
    {
        var warnings = new List<string>(_held!.Warnings);
        if (!confirmed)
        {
            warnings.Add($"the filesystem of '{_target.ShownPath}' refuses to sync a directory: the replacement may not survive a power cut");
        }

        return warnings;
    }

    /// <summary>
    /// A lock file that is the target would be replaced, and the lock with it. Looked at before the lock file is
    /// opened, which would create it.
    /// </summary>
    private void RefuseLockOnTarget()
    {
        if (_options.Lock.LockFile is not { } lockFileOption)
        {
            return;
        }

        string named = LockPath.Resolve(_disk, lockFileOption).FullPath;
        string lockPath = _options.Lock.FollowSymlinks ? ResolvedPath.Resolve(_disk, named).FullPath : named;
        bool sameName = lockPath == ResolvedPath.Resolve(_disk, _target.Path).FullPath;
        FileStatus? lockFile = _disk.Look(lockPath);
        if (sameName || (lockFile is not null && lockFile.Value.Identity == _target.Look()?.Identity))
        {
            throw new MutxException(
                MutxError.UnusableLockFile, $"cannot use '{_options.Lock.LockFile}' as the lock file: it is the target itself")
            {
                Path = _options.Lock.LockFile,
                Hint = "name another file, or leave the choice to mutx",
            };
        }
    }

    /// <summary>A lock in one user's cache directory excludes nobody else; said once, and only where it may matter.</summary>
    private void SayIfNotShared()
    {
        ILogger logger = _options.Lock.Logger;
        if (logger.IsEnabled(LogLevel.Debug)
            && _options.Lock is { LockFile: null, Directory: null } && HostEnvironment.LockDirectory is null
            && _target.Look() is { } status && IsWritableByOthers(status)
            && Interlocked.Exchange(ref _saidNotShared, 1) == 0)
        {
            logger.LockNotShared(_target.ShownPath);
        }
    }

    private bool IsWritableByOthers(FileStatus status) =>
        (status.Mode & (UnixFileMode.GroupWrite | UnixFileMode.OtherWrite)) != 0 || !_disk.IsOwn(status);
}
