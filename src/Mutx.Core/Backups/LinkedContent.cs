using Mutx.Platform;
using Mutx.Writing;

namespace Mutx.Backups;

/// <summary>The old content under a second name: no copy, whatever its size.</summary>
internal sealed class LinkedContent : OldContent
{
    // A name that vanishes is linked anew; what makes it vanish again and again isn't a sweep.
    private const int Tries = 100;

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
        for (int i = 0; i < Tries; i++)
        {
            if (TryName(disk, target, place) is not { } name)
            {
                return null;
            }

            var linked = new LinkedContent(disk, target, place, name) { Status = status };
            FileStatus? seen = null;
            try
            {
                seen = disk.Look(place.Directory, name);
            }
            finally
            {
                if (seen is not { Kind: FileKind.Regular })
                {
                    linked.Discard();
                }
            }

            if (seen is { } what)
            {
                return what.Kind == FileKind.Regular ? linked : throw Unsteady(target);
            }

            // A sweep was quick to take it for an orphan's.
        }

        throw Unsteady(target);
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

    /// <summary>Gives the target a second name; null where that can't be.</summary>
    private static string? TryName(Disk disk, TargetFile target, BackupPlace place)
    {
        RenameResult result = RenameResult.Exists;
        string name = "";
        FreeName.Find(place.Shown(place.Only.Name), () =>
        {
            name = StagingName.Random(disk, target.Name);
            result = disk.Link(target.Directory, target.Name, place.Directory, name);
            return result != RenameResult.Exists;
        });
        return result == RenameResult.Done ? name : null;
    }
}
