using Mutx.Diagnostics;
using Mutx.Platform;
using Mutx.Primitives;
using Mutx.Writing;

namespace Mutx.Backups;

/// <summary>
/// The old content of a target on its way to becoming a backup. It is got hold of first, under a private name or without
/// one, which may take long and may be cancelled; it is put in its place just before the target is replaced, which is
/// quick; and it is taken back if the target isn't replaced after all. Whoever makes one calls <see cref="TryPrepare"/>,
/// has the target published with it as the step, and then calls <see cref="Complete"/>.
/// </summary>
internal sealed partial class PendingBackup : IPublishStep, IDisposable
{
    private const int MaxSequence = 100_000;
    private const int Tries = 100;

    private enum State
    {
        /// <summary>It can be discarded at any moment, from any thread.</summary>
        Pending,

        /// <summary>Only the thread that publishes touches it.</summary>
        Placing,

        Ended,
    }

    private readonly Disk _disk;
    private readonly TargetFile _target;
    private readonly BackupOptions _options;
    private readonly AtomicFileOptions _how;
    private readonly BackupPlace _place;
    private readonly CancellationToken _cancellation;
    private readonly Lock _gate = new();
    private State _state;
    private StagedFile? _copy;
    private FileStatus? _copied;
    private FileStatus _old;

    /// <summary>The private name under which the old content lies until it has its own.</summary>
    private string? _private;

    /// <summary>The backup's own name, once it has it.</summary>
    private string? _name;

    /// <summary>The private name under which the predecessor lies until the target is replaced.</summary>
    private string? _predecessor;

    /// <summary>Whether the predecessor had to go already, so that this is the only backup there is.</summary>
    private bool _isLastOne;

    /// <summary>The predecessor, locked so that a sweep sees that its private name isn't an orphan's.</summary>
    private DiskFile? _mark;

    public PendingBackup(
        Disk disk, TargetFile target, BackupOptions options, AtomicFileOptions how, CancellationToken cancellation)
    {
        _disk = disk;
        _target = target;
        _options = options;
        _how = how;
        _cancellation = cancellation;
        _place = BackupPlace.Open(disk, target, options);
    }

    /// <summary>The backup's path, once it has its name.</summary>
    public string? Path => _name is null ? null : _place.Shown(_name);

    /// <summary>Gets hold of the old content, without a copy where that is possible.</summary>
    /// <returns>Whether it was done; false if the target has changed or gone since it was looked at.</returns>
    public bool TryPrepare(FileStatus old)
    {
        _old = old;
        Forget();
        try
        {
            return TryLink() || TryCopy();
        }
        catch (MutxException e) when (e.Error == MutxError.NotFound && HasChanged(old))
        {
            // Replaced without its lock: linking a file that has lost its last name meanwhile fails like one that isn't there.
            return false;
        }
    }

    /// <inheritdoc/>
    public void Place()
    {
        lock (_gate)
        {
            ThrowIfEnded();
            _state = State.Placing;
        }

        RefuseStaleCopy();
        _private ??= _copy!.Name();
        for (int i = 0; ; i++)
        {
            try
            {
                PlaceOnce();
                break;
            }
            catch (MutxException e) when (e.Error == MutxError.NotFound && i < Tries)
            {
                LinkAgain();
            }
        }

        if (_how.Durability == Durability.Full)
        {
            _disk.SyncDirectory(_place.Directory);
        }
    }

    /// <inheritdoc/>
    public void TakeBack()
    {
        if (_state != State.Placing)
        {
            return;
        }

        CleanUp(() =>
        {
            if (_name is { } name && _predecessor is { } predecessor)
            {
                // Should this fail as well, the predecessor stays under its private name.
                _predecessor = null;
                _disk.Rename(_place.Directory, predecessor, _place.Directory, name, RenameMode.Replace);
                _predecessor = predecessor;
            }
            else if (_name is { } unwanted && !_isLastOne)
            {
                _disk.Remove(_place.Directory, unwanted);
            }
        });
        End();
    }

    /// <summary>The target is replaced: the predecessor goes, and the backup says whose it is.</summary>
    public void Complete()
    {
        // Another name of the same content isn't ours to write on, unless nothing else could tell whose backup this is.
        if (_copy is not null || _old.LinkCount == 1 || _place.IsShared)
        {
            BackupSource.Write(_disk, _place.Directory, _name!, _place.Source);
        }

        _how.Logger.BackedUp(_target.ShownPath, Path!);
        End();
    }

    /// <summary>Ends it without a trace, from any thread; too late, and without effect, once it is being put in place.</summary>
    public void Discard()
    {
        lock (_gate)
        {
            if (_state == State.Pending)
            {
                _state = State.Ended;
                Forget();
            }
        }
    }

    public void Dispose()
    {
        Discard();
        _place.Dispose();
    }

    private bool HasChanged(in FileStatus old) =>
        _disk.Look(_target.Directory, _target.Name) is not { } now || now.Identity != old.Identity || now.Changed != old.Changed;

    /// <summary>
    /// The predecessor has gone meanwhile, or a sweep has taken the private link for an orphan's: nothing marks it,
    /// because data files are never locked.
    /// </summary>
    private void LinkAgain()
    {
        if (_copy is null)
        {
            RemovePrivate();
            Link();
        }
    }

    /// <summary>Gives up what <see cref="TryPrepare"/> has got hold of so far.</summary>
    private void Forget()
    {
        lock (_gate)
        {
            _copy?.Discard();
            _copy = null;
            _copied = null;
            CleanUp(RemovePrivate);
        }
    }

    private void End()
    {
        CleanUp(RemovePrivate);
        CleanUp(RemovePredecessor);
        _mark?.Dispose();
        if (_name is null)
        {
            _copy?.Discard();
        }
        else
        {
            _copy?.Relinquish();
        }

        _state = State.Ended;
    }

    private void RemovePrivate()
    {
        if (_private is { } name)
        {
            _private = null;
            _disk.Remove(_place.Directory, name);
        }
    }

    private void RemovePredecessor()
    {
        if (_predecessor is { } name)
        {
            _predecessor = null;
            _disk.Remove(_place.Directory, name);
        }
    }

    /// <summary>What can't be cleaned up now is found by the next sweep; what was to be done matters more.</summary>
    private void CleanUp(Action step)
    {
        try
        {
            step();
        }
        catch (MutxException e)
        {
            _how.Logger.BackupNotCleanedUp(Path ?? _place.Shown(_place.Only.Name), e.Message);
        }
    }

    private void ThrowIfEnded()
    {
        if (_state != State.Pending)
        {
            throw new OperationCanceledException($"The replacement of '{_target.ShownPath}' was cancelled.", _cancellation);
        }
    }
}
