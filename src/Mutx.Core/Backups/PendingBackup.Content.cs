using Mutx.Platform;
using Mutx.Primitives;
using Mutx.Writing;

namespace Mutx.Backups;

/// <summary>How the old content is got hold of: by a link where there are any, else by a copy.</summary>
internal sealed partial class PendingBackup
{
    private bool TryLink()
    {
        lock (_gate)
        {
            ThrowIfEnded();
            return Link();
        }
    }

    private bool Link()
    {
        RenameResult result = RenameResult.Exists;
        string name = "";
        FreeName.Find(_place.Shown(_place.Only.Name), () =>
        {
            name = StagingName.Random(_disk, _target.Name);
            result = _disk.Link(_target.Directory, _target.Name, _place.Directory, name);
            return result != RenameResult.Exists;
        });
        if (result != RenameResult.Done)
        {
            return false;
        }

        _private = name;
        return _disk.Look(_place.Directory, name) is { Kind: FileKind.Regular } ? true : throw Unsteady();
    }

    private bool TryCopy()
    {
        StagedFile copy = CreateCopy();
        using DiskFile old = _disk.OpenRead(_target.Directory, _target.Name);
        FileStatus before = _disk.Look(old);
        if (before.Identity != _old.Identity)
        {
            return false;
        }

        if (!_disk.TryClone(old, copy.File))
        {
            ContentCopy.Run(_disk, old, copy.File, static _ => { }, _cancellation);
        }

        CopyMetadata(old, copy.File);
        copy.Sync();
        _copied = before;
        return true;
    }

    /// <summary>Private from the first byte; it gets the old permissions when it is complete.</summary>
    private StagedFile CreateCopy()
    {
        lock (_gate)
        {
            ThrowIfEnded();
            var options = new AtomicFileOptions { Durability = _how.Durability, Logger = _how.Logger };
            _copy = StagedFile.Create(_disk, _place.Only, options, _old);
            return _copy;
        }
    }

    private void CopyMetadata(DiskFile old, DiskFile copy)
    {
        bool isOwn = _disk.TrySetOwner(copy, _old.Owner, _old.Group);
        if (!isOwn)
        {
            _disk.TrySetOwner(copy, null, _old.Group);
        }

        if (!_disk.CopyAttributes(_target.Directory, _target.Name, copy, AttributeCopy.WithAccessList))
        {
            // Under another owner, set-user-ID would give away the privileges of that one.
            UnixFileMode privileges = isOwn ? 0 : UnixFileMode.SetUser | UnixFileMode.SetGroup;
            _disk.SetMode(copy, _old.Mode & ~privileges);
        }

        _disk.CopyModificationTime(old, copy);
    }

    /// <summary>A copy is of the content that is being replaced, or of no use.</summary>
    private void RefuseStaleCopy()
    {
        if (_copied is { } copied
            && (_disk.Look(_target.Directory, _target.Name) is not { } now
                || now.Identity != copied.Identity || now.Changed != copied.Changed || now.Length != copied.Length))
        {
            throw Unsteady();
        }
    }

    private MutxException Unsteady() =>
        new(MutxError.Busy, $"cannot keep the old content of '{_target.ShownPath}': another program changes the file meanwhile")
        {
            Path = _target.ShownPath,
            Hint = "find the program that writes it without taking its lock",
        };
}
