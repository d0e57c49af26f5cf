using Mutx.Platform;
using Mutx.Writing;

namespace Mutx.Housekeeping;

/// <summary>Staging files whose writer is gone, by exactly the names that mutx gives them; whoever lives holds their lock.</summary>
internal sealed class StagingFileSweep(Disk disk, AgeLimit limit) : Sweep
{
    public override HousekeepingKind Kind => HousekeepingKind.StagingFile;

    public override bool IsCandidate(ReadOnlySpan<char> name) => StagingName.IsOne(name);

    public override int Plan(DiskDirectory directory, IReadOnlyList<string> candidates, List<HousekeepingItem> plan)
    {
        int kept = 0;
        foreach (string name in candidates)
        {
            if (disk.Look(directory, name) is not { Kind: FileKind.Regular } seen)
            {
                continue;
            }

            if (limit.IsExceededBy(seen.Modified))
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
        OrphanFile.TryRemove(disk, directory, item.Name);
}
