using Mutx.Locking;
using Mutx.Platform;

namespace Mutx.Housekeeping;

/// <summary>Lock files: empty, old enough, and in nobody's use. A lock file with content belongs to somebody else.</summary>
internal sealed class LockFileSweep(Disk disk, AgeLimit limit, bool derivedNamesOnly) : Sweep
{
    public override HousekeepingKind Kind => HousekeepingKind.LockFile;

    public override bool IsCandidate(ReadOnlySpan<char> name) => LockFileRemoval.IsCandidate(name);

    public override IEnumerable<HousekeepingItem?> Plan(DiskDirectory directory, IEnumerable<string> candidates)
    {
        LockedFiles? locked = null;
        FileStatus? place = null;
        bool isShared = Path.GetFileName(directory.Path) == SharedLocks.DirectoryName;
        foreach (string name in candidates)
        {
            place ??= disk.Look(directory);
            if ((derivedNamesOnly && !isShared && !LockPath.IsDerived(name))
                || disk.Look(directory, name) is not { Kind: FileKind.Regular, Length: 0 } seen)
            {
                continue;
            }

            // Whether it is held isn't tried: that could make somebody else's try fail.
            bool goes = limit.IsExceededBy(seen.Modified) && MayBeRemoved(place.Value, seen)
                && !(locked ??= LockedFiles.Now()).Contains(seen.Identity, directory.PathOf(name));
            yield return goes ? new HousekeepingItem(this, name, null) : null;
        }
    }

    /// <summary>In a sticky directory a file is removed by its owner, the directory's, or root; another's stays, which is no failure.</summary>
    private bool MayBeRemoved(in FileStatus directory, in FileStatus file) =>
        !directory.Mode.HasFlag(UnixFileMode.StickyBit) || disk.UserId == 0 || disk.IsOwn(file) || disk.IsOwn(directory);

    public override bool TryRemove(DiskDirectory directory, HousekeepingItem item) =>
        LockFileRemoval.TryRemove(disk, directory, item.Name);
}
