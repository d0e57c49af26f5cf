using Mutx.Locking;
using Mutx.Platform;

namespace Mutx.Housekeeping;

/// <summary>Lock files: empty, old enough, and in nobody's use. A lock file with content belongs to somebody else.</summary>
internal sealed class LockFileSweep(Disk disk, AgeLimit limit) : Sweep
{
    public override HousekeepingKind Kind => HousekeepingKind.LockFile;

    public override bool IsCandidate(ReadOnlySpan<char> name) => LockFileRemoval.IsCandidate(name);

    public override int Plan(DiskDirectory directory, IReadOnlyList<string> candidates, List<HousekeepingItem> plan)
    {
        int kept = 0;
        LockedFiles? locked = null;
        foreach (string name in candidates)
        {
            if (disk.Look(directory, name) is not { Kind: FileKind.Regular, Length: 0 } seen)
            {
                continue;
            }

            // Whether it is held isn't tried: that could make somebody else's try fail.
            if (limit.IsExceededBy(seen.Modified) && !(locked ??= LockedFiles.Now()).Contains(seen.Identity, directory.PathOf(name)))
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

    public override bool TryRemove(DiskDirectory directory, HousekeepingItem item) =>
        LockFileRemoval.TryRemove(disk, directory, item.Name);
}
