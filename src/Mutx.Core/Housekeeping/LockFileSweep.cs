using Mutx.Locking;
using Mutx.Platform;

namespace Mutx.Housekeeping;

/// <summary>Lock files: empty, old enough, and in nobody's use. A lock file with content belongs to somebody else.</summary>
internal sealed class LockFileSweep(Disk disk, AgeLimit limit) : Sweep
{
    public override HousekeepingKind Kind => HousekeepingKind.LockFile;

    public override bool IsCandidate(ReadOnlySpan<char> name) => LockFileRemoval.IsCandidate(name);

    public override void Plan(DiskDirectory directory, IReadOnlyList<string> candidates, List<HousekeepingItem> plan)
    {
        foreach (string name in candidates)
        {
            // Whether it is held isn't tried: that could make somebody else's try fail.
            if (disk.Look(directory, name) is { Kind: FileKind.Regular, Length: 0 } seen && limit.IsExceededBy(seen.Modified))
            {
                plan.Add(new HousekeepingItem(this, name, null));
            }
        }
    }

    public override bool TryRemove(DiskDirectory directory, HousekeepingItem item) =>
        LockFileRemoval.TryRemove(disk, directory, item.Name);
}
