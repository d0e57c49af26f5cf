using Mutx.Locking;
using Mutx.Platform;

namespace Mutx.Housekeeping;

/// <summary>Lock files: empty, old enough, and in nobody's use. A lock file with content belongs to somebody else.</summary>
internal sealed class LockFileSweep(Disk disk, AgeLimit limit, bool derivedNamesOnly) : Sweep
{
    public override HousekeepingKind Kind => HousekeepingKind.LockFile;

    public override bool IsCandidate(ReadOnlySpan<char> name) => LockFileRemoval.IsCandidate(name);

    public override int Plan(DiskDirectory directory, IReadOnlyList<string> candidates, List<HousekeepingItem> plan)
    {
        if (candidates.Count == 0)
        {
            return 0;
        }

        int kept = 0;
        LockedFiles? locked = null;
        bool isShared = Path.GetFileName(directory.Path) == SharedLocks.DirectoryName;
        FileStatus place = disk.Look(directory);
        foreach (string name in candidates)
        {
            if ((derivedNamesOnly && !isShared && !LockPath.IsDerived(name))
                || disk.Look(directory, name) is not { Kind: FileKind.Regular, Length: 0 } seen)
            {
                continue;
            }

            // Whether it is held isn't tried: that could make somebody else's try fail.
            if (limit.IsExceededBy(seen.Modified) && MayBeRemoved(place, seen)
                && !(locked ??= LockedFiles.Now()).Contains(seen.Identity, directory.PathOf(name)))
            {
                plan.Add(new HousekeepingItem(this, name, null));
            }
            else
            {
                kept++;
            }
        }

        return kept;
    }

    /// <summary>In a sticky directory a file is removed by its owner, the directory's, or root; another's stays, which is no failure.</summary>
    private bool MayBeRemoved(in FileStatus directory, in FileStatus file) =>
        !directory.Mode.HasFlag(UnixFileMode.StickyBit) || disk.UserId == 0 || disk.IsOwn(file) || disk.IsOwn(directory);

    public override bool TryRemove(DiskDirectory directory, HousekeepingItem item) =>
        LockFileRemoval.TryRemove(disk, directory, item.Name);
}
