using Mutx.Platform;

namespace Mutx.Locking;

/// <summary>
/// Lets everybody who may write a directory of shared locks use the lock files that were made in it while fewer might.
/// Only permissions are added, and only to what can be nothing but a lock file: regular, empty, with one name.
/// </summary>
internal sealed class LockFileRepair(Disk disk, DiskDirectory locks, uint user)
{
    /// <summary>Repairs what can be, and tells of both kinds.</summary>
    public void Run(List<string> changes, List<string> problems)
    {
        var names = new List<string>();
        disk.List(locks, (name, kind) =>
        {
            if (kind == FileKind.Regular && LockFileRemoval.IsCandidate(name))
            {
                names.Add(name.ToString());
            }
        });
        FileStatus place = disk.Look(locks);
        int repaired = 0;
        foreach (string name in names)
        {
            if (disk.Look(locks, name) is not { } seen || !IsShort(place, seen))
            {
                continue;
            }

            if (seen.Owner != user && user != 0)
            {
                problems.Add($"'{locks.PathOf(name)}' can't be locked by all who may write there: it belongs to user {seen.Owner}, its mode is {Convert.ToString((int)seen.Mode, 8)}");
            }
            else if (TryRepair(name, place))
            {
                repaired++;
            }
        }

        if (repaired > 0)
        {
            changes.Add($"let all who may write there use {repaired} lock files in '{locks.Path}'");
        }
    }

    private bool TryRepair(string name, in FileStatus place)
    {
        using DiskFile? file = disk.OpenExistingLockFile(locks, name);
        if (file is null || disk.Look(file) is not { Kind: FileKind.Regular, Length: 0, LinkCount: 1 } status)
        {
            return false;
        }

        uint? owner = user == 0 && IsForOwnerAlone(place) && status.Owner != place.Owner ? place.Owner : null;
        uint? group = status.Group == place.Group ? null : place.Group;
        if (owner is not null || group is not null)
        {
            disk.TrySetOwner(file, owner, group);
        }

        status = disk.Look(file);
        disk.SetMode(file, status.Mode | LockFileMode.Of(place, status.Group));
        return true;
    }

    private static bool IsForOwnerAlone(in FileStatus place) =>
        (place.Mode & (UnixFileMode.GroupWrite | UnixFileMode.OtherWrite)) == 0;

    /// <summary>Whether it has fewer permissions than a lock file that is made there now.</summary>
    private static bool IsShort(in FileStatus place, in FileStatus file) =>
        (LockFileMode.Of(place, place.Group) & ~file.Mode) != 0
        || (IsForOwnerAlone(place) && file.Owner != place.Owner)
        || (file.Group != place.Group && place.Mode.HasFlag(UnixFileMode.GroupWrite) && !place.Mode.HasFlag(UnixFileMode.OtherWrite));
}
