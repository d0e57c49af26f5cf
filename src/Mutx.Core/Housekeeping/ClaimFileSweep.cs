using Mutx.Features;
using Mutx.Locking;
using Mutx.Platform;

namespace Mutx.Housekeeping;

/// <summary>
/// Claims and feature locks that are stale by their own rules, and what claimants left that were killed in between. Their
/// own times decide, not those that were asked for: a claim that counts is never swept, however old it is.
/// </summary>
internal sealed class ClaimFileSweep(Disk disk, TimeProvider time) : Sweep
{
    public override HousekeepingKind Kind => HousekeepingKind.Claim;

    public override bool IsCandidate(ReadOnlySpan<char> name) =>
        ClaimSweep.IsCandidate(name) || FeatureSweep.IsCandidate(name);

    public override IEnumerable<HousekeepingItem?> Plan(DiskDirectory directory, IEnumerable<string> candidates)
    {
        foreach (string name in candidates)
        {
            if (disk.Look(directory, name) is { Kind: FileKind.Regular })
            {
                yield return Claims(directory).IsDead(name) || FeatureSweep.IsStale(disk, directory, name, time)
                    ? new HousekeepingItem(this, name, null)
                    : null;
            }
        }
    }

    public override bool TryRemove(DiskDirectory directory, HousekeepingItem item) =>
        Claims(directory).TryRemove(item.Name) || FeatureSweep.TryRemove(disk, directory, item.Name, time);

    private ClaimSweep Claims(DiskDirectory directory) => new(disk, directory, time, FileLockOptions.Default.ClaimStaleAfter);
}
