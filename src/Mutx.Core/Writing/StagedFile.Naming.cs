using Mutx.Platform;
using Mutx.Primitives;

namespace Mutx.Writing;

/// <summary>How a staged file comes by its name, and how it is marked as alive until it has the target's.</summary>
internal sealed partial class StagedFile
{
    private bool PublishNew()
    {
        DiskDirectory directory = _target.Directory;
        RenameResult result = _name is null
            ? _disk.NameUnnamed(File, directory, _target.Name)
            : ExclusiveRename.Run(_disk, directory, _name, _target.Name);
        if (result == RenameResult.Unsupported)
        {
            throw new MutxException(MutxError.NotSupported, $"cannot create '{_target.ShownPath}': its filesystem takes no links")
            {
                Path = _target.ShownPath,
            };
        }

        if (result == RenameResult.Done)
        {
            _name = null;
        }

        return result == RenameResult.Done;
    }

    private bool PublishOver()
    {
        _disk.Rename(_target.Directory, _name!, _target.Directory, _target.Name, RenameMode.Replace);
        _name = null;
        return true;
    }

    /// <summary>Gives it a private name if it has none yet, for a step that needs one.</summary>
    public string Name()
    {
        lock (_naming)
        {
            EnsureName();
            return _name!;
        }
    }

    /// <summary>The file goes by another name from now on, and isn't this one's to remove any more.</summary>
    public void Relinquish()
    {
        Volatile.Write(ref _state, Published);
        Unmark();
        File.Dispose();
    }

    /// <summary>From here on other programs may open it by a name, so that its mark has to be one that readers can share.</summary>
    private void EnsureName()
    {
        if (_name is null)
        {
            GiveName();
        }
        else
        {
            Mark(LockMode.Shared);
        }
    }

    /// <summary>
    /// Names a file that has no name yet. The name under which the last writer may have been killed comes first, so
    /// that its orphan is cleared; where that name is in use or can't be cleared, a random one serves.
    /// </summary>
    private void GiveName()
    {
        ThrowIfDiscarded();

        // Marked before it has a name, so that no sweep sees it unmarked; shared, so that readers that lock can open it.
        Mark(LockMode.Shared);
        string name = StagingName.OfTarget(_target.Name);
        RenameResult result = _disk.NameUnnamed(File, _target.Directory, name);
        if (result == RenameResult.Exists && OrphanFile.TryRemove(_disk, _target.Directory, name))
        {
            result = _disk.NameUnnamed(File, _target.Directory, name);
        }

        if (result == RenameResult.Exists)
        {
            FreeName.Find(_target.ShownPath, () =>
            {
                name = StagingName.Random(_disk, _target.Name);
                result = _disk.NameUnnamed(File, _target.Directory, name);
                return result != RenameResult.Exists;
            });
        }

        if (result != RenameResult.Done)
        {
            throw new MutxException(MutxError.NotSupported, $"cannot replace '{_target.ShownPath}': its filesystem takes no links")
            {
                Path = _target.ShownPath,
            };
        }

        _name = name;
    }

    private void ThrowIfDiscarded()
    {
        if (Volatile.Read(ref _state) == Discarded)
        {
            throw Cancelled();
        }
    }

    private OperationCanceledException Cancelled() => new($"The replacement of '{_target.ShownPath}' was cancelled.");

    /// <summary>
    /// Locks the staged file so that a sweep can tell it from an orphan. Shared from when it may become the target:
    /// .NET programs that read the target lock it shared, and would fail on an exclusive lock.
    /// </summary>
    private void Mark(LockMode mode)
    {
        try
        {
            _disk.TryLock(File, mode);
        }
        catch (MutxException)
        {
            // No locks here: then no sweep removes anything either, because it has to take the lock first.
        }
    }

    private void Unmark()
    {
        try
        {
            _disk.Unlock(File);
        }
        catch (MutxException)
        {
            // Closing the file ends the lock too.
        }
    }
}
