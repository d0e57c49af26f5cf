using Mutx.Platform;
using Mutx.Writing;

namespace Mutx.Housekeeping;

/// <summary>Staging files whose writer is gone, by exactly the names that mutx gives them; whoever lives holds their lock.</summary>
internal sealed class StagingFileSweep(Disk disk, AgeLimit limit) : Sweep
{
    public override HousekeepingKind Kind => HousekeepingKind.StagingFile;

    public override bool IsCandidate(ReadOnlySpan<char> name) => StagingName.IsOne(name);

    public override IEnumerable<HousekeepingItem?> Plan(DiskDirectory directory, IEnumerable<string> candidates)
    {
        foreach (string name in candidates)
        {
            if (disk.Look(directory, name) is { Kind: FileKind.Regular } seen)
            {
                yield return limit.IsExceededBy(seen.Modified) ? new HousekeepingItem(this, name, null) : null;
            }
        }
    }

    public override bool TryRemove(DiskDirectory directory, HousekeepingItem item) =>
        OrphanFile.TryRemove(disk, directory, item.Name);
}
