using Mutx.Platform;
using Mutx.Writing;

namespace Mutx.Backups;

/// <summary>The old content under a second name: no copy, whatever its size.</summary>
internal sealed class LinkedContent : OldContent
{
    private readonly Disk _disk;
    private readonly TargetFile _target;
    private readonly BackupPlace _place;
    private readonly string _name;
    private bool _hasOtherName;

    private LinkedContent(Disk disk, TargetFile target, BackupPlace place, string name)
    {
        _disk = disk;
        _target = target;
        _place = place;
        _name = name;
    }

    public override bool IsCopy => false;

    /// <summary>Links it; null where the filesystem takes no links, or the backups lie on another.</summary>
    public static LinkedContent? TryLink(Disk disk, TargetFile target, BackupPlace place, FileStatus status)
    {
        RenameResult result = RenameResult.Exists;
        string name = "";
        FreeName.Find(place.Shown(place.Only.Name), () =>
        {
            name = StagingName.Random(disk, target.Name);
            result = disk.Link(target.Directory, target.Name, place.Directory, name);
            return result != RenameResult.Exists;
        });
        if (result != RenameResult.Done)
        {
            return null;
        }

        var linked = new LinkedContent(disk, target, place, name) { Status = status };
        bool isFile = false;
        try
        {
            isFile = disk.Look(place.Directory, name) is { Kind: FileKind.Regular };
        }
        finally
        {
            if (!isFile)
            {
                linked.Discard();
            }
        }

        return isFile ? linked : throw Unsteady(target);
    }

    public override string Name() => _name;

    public override void RequireFresh()
    {
        // It is the file itself, whatever has been written into it.
    }

    /// <summary>
    /// A sweep may have taken the private name for an orphan's: nothing marks it, because data files are never locked.
    /// </summary>
    public override OldContent Again()
    {
        Discard();
        return TryLink(_disk, _target, _place, Status) ?? throw Unsteady(_target);
    }

    /// <summary>Its private name may be another file's by now.</summary>
    public override void Relinquish() => _hasOtherName = true;

    public override void Discard()
    {
        if (!_hasOtherName)
        {
            _disk.Remove(_place.Directory, _name);
        }
    }
}
