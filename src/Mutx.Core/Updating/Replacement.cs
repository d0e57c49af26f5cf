using Mutx.Backups;
using Mutx.Diagnostics;
using Mutx.Locking;
using Mutx.Platform;
using Mutx.Primitives;
using Mutx.Writing;

namespace Mutx.Updating;

/// <summary>
/// One replacement, from its staging to its outcome: the one driver of all that <see cref="LockedFile"/> does. What is slow
/// comes before the lock; what needs the lock is <see cref="LockedTarget"/>'s.
/// </summary>
internal sealed class Replacement : IDisposable
{

    private readonly Disk _disk;
    private readonly ReplaceOptions _options;
    private readonly TargetFile _target;
    private readonly AtomicWriter _writer;
    private readonly FileLock _lock;
    private readonly CancellationToken _cancellation;
    private readonly CancellationTokenRegistration _discardOnCancel;
    private readonly BackupKeeper? _backups;
    private IReadOnlyList<string> _earlyWarnings = [];
    private ILockHandle? _server;
    private LockedTarget? _locked;
    private bool _isDone;

    /// <summary>Stages new content of a file.</summary>
    /// <param name="disk">The disk.</param>
    /// <param name="target">The file; this one's to close from here on.</param>
    /// <param name="options">How.</param>
    /// <param name="model">Whose owner and permissions a file gets that isn't there; null for those of any new file.</param>
    /// <param name="cancellation">Discards what is staged before <c>Cancel</c> returns, wherever this thread hangs at that moment.</param>
    public Replacement(Disk disk, TargetFile target, ReplaceOptions options, FileStatus? model, CancellationToken cancellation)
    {
        _disk = disk;
        _target = target;
        _options = options;
        _cancellation = cancellation;
        try
        {
            cancellation.ThrowIfCancellationRequested();
            FileStatus? found = target.Look();
            _writer = new AtomicWriter(disk, target, options.File, found ?? model, ownsTarget: false);
            _lock = options.Unlocked
                ? FileLock.Unlocked(disk, target.ShownPath)
                : new FileLock(disk, target.ShownPath, options.Lock, target.IsBehindLink ? null : found);
            if (!options.Unlocked)
            {
                RefuseLockOnTarget();
            }

            _backups = options.Backup is { } backup ? new BackupKeeper(disk, target, backup, options.File, cancellation) : null;
        }
        catch
        {
            target.Dispose();
            throw;
        }

        _discardOnCancel = cancellation.UnsafeRegister(static replacement => ((Replacement)replacement!).Discard(), this);
    }

    /// <summary>Has the content produced, and replaces the file by it.</summary>
    /// <param name="style">Whether all of it is done by the calling thread; if so, the task has ended on return.</param>
    /// <param name="produce">Writes the content; if the lock is held meanwhile it is given the file under it, else null.</param>
    public async ValueTask<ReplaceResult> RunAsync(WaitStyle style, Func<AtomicWriter, LockedTarget?, ValueTask> produce)
    {
        try
        {
            if (_options.Scope == LockScope.Production)
            {
                await LockAsync(style).ConfigureAwait(false);
            }
            else if (_options.LockTimeout == TimeSpan.Zero)
            {
                // Who doesn't wait is told before anything is produced in vain.
                await ReleaseServerAsync(style, await LockServerAsync(style).ConfigureAwait(false)).ConfigureAwait(false);
                using FileLockHandle tried = _lock.Acquire(LockMode.Exclusive, TimeSpan.Zero, _cancellation);
                _earlyWarnings = tried.Warnings;
            }

            await produce(_writer, _locked).ConfigureAwait(false);
            await DoAsync(style, Complete).ConfigureAwait(false);
            await LockAsync(style).ConfigureAwait(false);
            ReplaceResult? result = null;
            await DoAsync(style, () => result = Commit()).ConfigureAwait(false);
            return result!;
        }
        catch (ObjectDisposedException) when (_cancellation.IsCancellationRequested)
        {
            // The staged file was discarded under this thread's hands.
            throw new OperationCanceledException(_cancellation);
        }
        finally
        {
            // All is done, or nothing will be: others may go on while what is open here is closed.
            await ReleaseServerAsync(style, _server).ConfigureAwait(false);
        }
    }

    /// <summary>Discards what is not committed, and gives the lock back.</summary>
    public void Dispose()
    {
        _discardOnCancel.Dispose();
        _backups?.Dispose();
        _writer.Dispose();
        _locked?.Held.Dispose();
        _locked?.Dispose();
        if (_isDone)
        {
            Leftovers.SweepOnce(_disk, _target.Directory.Path, _options);
        }

        _target.Dispose();
    }

    /// <summary>Blocks on the disk, as the caller of an asynchronous method must not.</summary>
    private static ValueTask DoAsync(WaitStyle style, Action step)
    {
        if (style == WaitStyle.Asynchronous)
        {
            return new ValueTask(Task.Run(step, CancellationToken.None));
        }

        step();
        return ValueTask.CompletedTask;
    }

    /// <summary>Takes the lock unless it is held already: the server's first, so that nobody here waits for who waits there.</summary>
    private async ValueTask LockAsync(WaitStyle style)
    {
        if (_locked is null)
        {
            var deadline = Deadline.After(_options.LockTimeout, _options.Lock.TimeProvider);
            _server = await LockServerAsync(style).ConfigureAwait(false);
            TimeSpan left = _options.LockTimeout;
            if (_server is not null)
            {
                _writer.Token = _server.FencingToken;
                left = deadline.Remaining;
            }

            FileLockHandle held = style == WaitStyle.Asynchronous
                ? await _lock.AcquireAsync(LockMode.Exclusive, left, _cancellation).ConfigureAwait(false)
                : _lock.Acquire(LockMode.Exclusive, left, _cancellation);
            _locked = LockedTarget.Of(_disk, _target, held, _server);
        }
    }

    private async ValueTask<ILockHandle?> LockServerAsync(WaitStyle style) =>
        _options.ServerLock is not { } wanted ? null
        : style == WaitStyle.Asynchronous
            ? await wanted.AcquireAsync(LockMode.Exclusive, _options.LockTimeout, _cancellation).ConfigureAwait(false)
            : wanted.Acquire(LockMode.Exclusive, _options.LockTimeout, _cancellation);

    private static async ValueTask ReleaseServerAsync(WaitStyle style, ILockHandle? server)
    {
        if (style == WaitStyle.Asynchronous && server is not null)
        {
            await server.DisposeAsync().ConfigureAwait(false);
        }
        else
        {
            server?.Dispose();
        }
    }

    /// <summary>Ends the content, and makes the checks that concern it alone.</summary>
    private void Complete()
    {
        _cancellation.ThrowIfCancellationRequested();
        _writer.Complete();
        if (_options.RequireNonEmpty && _writer.Length == 0)
        {
            throw new MutxException(MutxError.EmptyContent, $"refused to replace '{_target.ShownPath}': the new content is empty")
            {
                Path = _target.ShownPath,
                Hint = "look at what was to produce it",
            };
        }

        _options.Validate?.Invoke(new StagedContent(_disk, _writer.StagedContent, _writer.Length));
    }

    private ReplaceResult Commit()
    {
        _cancellation.ThrowIfCancellationRequested();
        var checks = new TargetChecks(_options.IfMatch, _options.IfChanged, !_options.AllowEmpty);
        CommitReport report = _locked!.Commit(_writer, checks, _backups, out string? backup);
        _isDone = report.Changed;
        if (!report.Changed)
        {
            _options.File.Logger.Unchanged(_target.ShownPath);
        }

        return new ReplaceResult
        {
            Path = _target.ShownPath,
            Length = _writer.Length,
            Changed = report.Changed,
            Backup = backup,
            LockFile = _options.Unlocked ? null : _locked.Held.Path,
            LockMethod = _options.Unlocked ? null : _locked.Held.Method,
            LockWaited = _locked.Held.Waited,
            FencingToken = _writer.Token,
            Warnings = Warnings(report),
        };
    }

    private void Discard()
    {
        if (_writer.Discard())
        {
            _backups?.Discard();
        }
    }

    private List<string> Warnings(CommitReport report)
    {
        List<string> warnings = [.. _earlyWarnings, .. _locked!.Held.Warnings];
        if (report.Warning is { } said)
        {
            warnings.Add(said);
        }

        if (!report.Confirmed)
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
        if (_options.Lock.BoundLockFile is not { } lockFile)
        {
            return;
        }

        string named = LockPath.Resolve(_disk, lockFile).FullPath;
        string lockPath = _options.Lock.FollowSymlinks ? ResolvedPath.Resolve(_disk, named).FullPath : named;
        bool sameName = lockPath == ResolvedPath.Resolve(_disk, _target.Path).FullPath;
        FileStatus? locked = _disk.Look(lockPath);
        if (sameName || (locked is not null && locked.Value.Identity == _target.Look()?.Identity))
        {
            throw new MutxException(
                MutxError.UnusableLockFile, $"cannot use '{_options.Lock.LockFile}' as the lock file: it is the target itself")
            {
                Path = _options.Lock.LockFile,
                Hint = "name another file, or leave the choice to mutx",
            };
        }
    }
}
