using Mutx.Platform;
using Mutx.Primitives;
using Mutx.Writing;

namespace Mutx.Backups;

/// <summary>How the old content comes by the backup's name.</summary>
internal sealed partial class PendingBackup
{
    private void PlaceOnce()
    {
        if (_options.Timestamp)
        {
            PlaceTimestamped();
        }
        else
        {
            PlaceOnly();
        }
    }

    /// <summary>The first name of this second that nobody has: none is ever replaced, whatever the clock does.</summary>
    private void PlaceTimestamped()
    {
        DateTime now = BackupClock.LocalNow(_options.TimeProvider);
        for (int i = 0; i < MaxSequence; i++)
        {
            if (TryPlaceNew(_place.TimestampedName(now, i)))
            {
                return;
            }
        }

        throw new MutxException(
            MutxError.AlreadyExists,
            $"cannot keep the old content of '{_target.ShownPath}': there are {MaxSequence} backups of this second already")
        {
            Path = _target.ShownPath,
            Hint = "has the clock stopped?",
        };
    }

    private void PlaceOnly()
    {
        string name = _place.Only.Name;
        for (int i = 0; i < Tries; i++)
        {
            FileStatus? predecessor = _disk.Look(_place.Directory, name);
            if (predecessor is not { } there ? TryPlaceNew(name) : TryPlaceOver(name, there))
            {
                return;
            }
        }

        throw new MutxException(
            MutxError.Busy, $"cannot keep the old content of '{_target.ShownPath}': '{_place.Shown(name)}' changes all the time")
        {
            Path = _place.Shown(name),
            Hint = "ask for timestamped backups, which have no predecessor",
        };
    }

    private bool TryPlaceNew(string name)
    {
        if (ExclusiveRename.Run(_disk, _place.Directory, _private!, name) != RenameResult.Done)
        {
            return false;
        }

        _private = null;
        _name = name;
        return true;
    }

    private bool TryPlaceOver(string name, FileStatus predecessor)
    {
        if (predecessor.Kind != FileKind.Regular)
        {
            throw new MutxException(
                MutxError.AlreadyExists,
                $"cannot keep the old content of '{_target.ShownPath}' as '{_place.Shown(name)}': that is {Words.For(predecessor.Kind)}")
            {
                Path = _place.Shown(name),
                Hint = "remove it, or ask for timestamped backups (BackupOptions.Timestamp)",
            };
        }

        _place.RequireOwn(name);
        Mark(name);
        RenameResult result = _disk.Rename(_place.Directory, _private!, _place.Directory, name, RenameMode.Exchange);
        if (result != RenameResult.Done)
        {
            return ReplaceOnly(name);
        }

        (_name, _predecessor, _private) = (name, _private, null);
        if (_disk.Look(_place.Directory, _predecessor!)?.Identity == predecessor.Identity)
        {
            return true;
        }

        // Somebody else put a backup there meanwhile; whose it is has to be looked at first.
        _disk.Rename(_place.Directory, _predecessor!, _place.Directory, name, RenameMode.Exchange);
        (_name, _predecessor, _private) = (null, null, _predecessor);
        return false;
    }

    /// <summary>Without an exchange the predecessor is kept by a link, where there are links; a plain rename comes last.</summary>
    private bool ReplaceOnly(string name)
    {
        string kept = StagingName.Random(_disk, _target.Name);
        if (_disk.Link(_place.Directory, name, _place.Directory, kept) == RenameResult.Done)
        {
            _predecessor = kept;
        }

        if (!_disk.ReplacesOpenFiles)
        {
            _mark?.Dispose();
            _mark = null;
        }

        _disk.Rename(_place.Directory, _private!, _place.Directory, name, RenameMode.Replace);
        if (_mark is null && _predecessor is not null)
        {
            Mark(_predecessor);
        }

        _name = name;
        _isLastOne = _predecessor is null;

        // Renaming one link of a file over another does nothing: a private name that is still there is removed at the end.
        return true;
    }

    /// <summary>The predecessor is the last good backup until the target is replaced: no sweep may take it for an orphan.</summary>
    private void Mark(string name)
    {
        _mark?.Dispose();
        _mark = null;
        try
        {
            _mark = _disk.OpenRead(_place.Directory, name);
            _disk.TryLock(_mark, LockMode.Shared);
        }
        catch (MutxException)
        {
            // It can't be read, or there are no locks here. A sweep has to read and lock it as well before it removes it.
        }
    }
}
