using Mutx.Diagnostics;
using Mutx.Platform;
using Mutx.Primitives;
using Mutx.Writing;

namespace Mutx.Backups;

/// <summary>
/// Keeps the old content of a target as a backup. It is got hold of first, which may take long and may be cancelled; it gets
/// its place just before the target is replaced, which is quick; and it is taken back if the target isn't replaced
/// after all.
/// </summary>
internal sealed class BackupKeeper : IDisposable
{
    // A name that vanishes is linked anew; what makes it vanish again and again isn't a sweep.
    private const int Tries = 100;

    private readonly Disk _disk;
    private readonly TargetFile _target;
    private readonly BackupOptions _options;
    private readonly AtomicFileOptions _how;
    private readonly BackupPlace _place;
    private readonly CancellationToken _cancellation;
    private readonly Lock _gate = new();
    private bool _isClosed;
    private Action? _discard;

    public BackupKeeper(
        Disk disk, TargetFile target, BackupOptions options, AtomicFileOptions how, CancellationToken cancellation)
    {
        _disk = disk;
        _target = target;
        _options = options;
        _how = how;
        _cancellation = cancellation;
        _place = BackupPlace.Open(disk, target, options);
    }

    /// <summary>A backup's path as it is shown and reported.</summary>
    public string Shown(Placement placed) => _place.Shown(placed.Name);

    /// <summary>Gets hold of the old content, without a copy where that is possible.</summary>
    /// <returns>Null if the target has changed or gone since it was looked at.</returns>
    public OldContent? TryTake(FileStatus old)
    {
        try
        {
            return TryLink(old) ?? (OldContent?)TryCopy(old);
        }
        catch (MutxException e) when (e.Error == MutxError.NotFound && HasChanged(old))
        {
            // Replaced without its lock: linking a file that has lost its last name meanwhile fails like one that isn't there.
            return null;
        }
    }

    /// <summary>Gives it its place, durably as far as that was asked for. What it throws has changed nothing.</summary>
    public Placement Place(OldContent content)
    {
        TakeOver();
        Placement placed = PlaceNow(content);
        try
        {
            if (_how.Durability == Durability.Full)
            {
                _disk.SyncDirectory(_place.Directory);
            }
        }
        catch (MutxException)
        {
            TakeBack(placed);
            throw;
        }

        return placed;
    }

    /// <summary>The target wasn't replaced after all: all is as it was.</summary>
    public void TakeBack(Placement placed) => placed.TakeBack(_disk, _place, NotCleanedUp);

    /// <summary>The target is replaced.</summary>
    public void Complete(Placement placed)
    {
        placed.Complete(_disk, _place, NotCleanedUp);
        _how.Logger.BackedUp(_target.ShownPath, Shown(placed));
    }

    /// <summary>
    /// Ends what has been got hold of without a trace, from any thread; without effect on what has its place. Nothing more
    /// is got hold of after it.
    /// </summary>
    public void Discard()
    {
        lock (_gate)
        {
            _isClosed = true;
            Drop();
        }
    }

    public void Dispose()
    {
        Discard();
        _place.Dispose();
    }

    private Placement PlaceNow(OldContent content)
    {
        try
        {
            content.RequireFresh();
            for (int i = 0; ; i++)
            {
                try
                {
                    return Placing.Run(_disk, _target, _place, _options, content);
                }
                catch (MutxException e) when (e.Error == MutxError.NotFound && i < Tries)
                {
                    content = content.Again();
                }
            }
        }
        catch (MutxException)
        {
            Clean(content.Discard);
            throw;
        }
    }

    private LinkedContent? TryLink(FileStatus old)
    {
        lock (_gate)
        {
            BeginAnew();
            LinkedContent? linked = LinkedContent.TryLink(_disk, _target, _place, old);
            _discard = linked is null ? null : linked.Discard;
            return linked;
        }
    }

    private CopiedContent? TryCopy(FileStatus old)
    {
        StagedFile copy;
        lock (_gate)
        {
            // Private from the first byte; it gets the old permissions when it is complete.
            BeginAnew();
            var options = new AtomicFileOptions { Durability = _how.Durability, Logger = _how.Logger };
            copy = StagedFile.Create(_disk, _place.Only, options, old);
            _discard = () => copy.Discard();
        }

        return CopiedContent.TryCopy(_disk, _target, copy, old, _cancellation);
    }

    private bool HasChanged(in FileStatus old) =>
        _disk.Look(_target.Directory, _target.Name) is not { } now || now.Identity != old.Identity || now.Changed != old.Changed;

    /// <summary>Under the gate.</summary>
    private void BeginAnew()
    {
        RequireOpen();
        Drop();
    }

    /// <summary>From here on only the thread that publishes touches what was got hold of.</summary>
    private void TakeOver()
    {
        lock (_gate)
        {
            RequireOpen();
            _discard = null;
        }
    }

    /// <summary>Under the gate.</summary>
    private void RequireOpen()
    {
        if (_isClosed)
        {
            throw new OperationCanceledException($"The replacement of '{_target.ShownPath}' was cancelled.", _cancellation);
        }
    }

    /// <summary>Under the gate.</summary>
    private void Drop()
    {
        if (_discard is { } discard)
        {
            _discard = null;
            Clean(discard);
        }
    }

    /// <summary>What can't be cleaned up now is found by the next sweep; what was to be done matters more.</summary>
    private void Clean(Action step)
    {
        try
        {
            step();
        }
        catch (MutxException e)
        {
            NotCleanedUp(e);
        }
    }

    private void NotCleanedUp(MutxException error) => _how.Logger.BackupNotCleanedUp(_place.Shown(_place.Only.Name), error.Message);
}
