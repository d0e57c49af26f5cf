using System.Runtime.InteropServices;
using Mutx.Backups;
using Mutx.Platform;

namespace Mutx.Housekeeping;

/// <summary>Backups beyond what is to be kept of each file in each directory.</summary>
internal sealed class BackupSweep(Disk disk, HousekeepingOptions options) : Sweep
{
    public override HousekeepingKind Kind => HousekeepingKind.Backup;

    public override bool IsCandidate(ReadOnlySpan<char> name) => name.EndsWith(options.BackupSuffix, StringComparison.Ordinal);

    public override void Plan(DiskDirectory directory, IReadOnlyList<string> candidates, List<HousekeepingItem> plan)
    {
        if (options.Retention == Retention.KeepAll)
        {
            return;
        }

        DateTimeOffset now = options.TimeProvider.GetUtcNow();
        var scan = new BackupScan(disk, directory, options.BackupSuffix, LocalTime.ZoneOf(options.TimeProvider));
        foreach (List<BackupEntry> group in Group(scan, candidates).Values)
        {
            scan.Sort(group);
            for (int rank = 0; rank < group.Count; rank++)
            {
                BackupEntry entry = group[rank];
                if (options.Retention.IsExpired(rank, now - entry.Time))
                {
                    FileStatus? seen = entry.Parsed.Time is null ? disk.Look(directory, entry.Name) : null;
                    plan.Add(new HousekeepingItem(this, entry.Name, seen));
                }
            }
        }
    }

    /// <summary>
    /// A timestamped name never stands for anything else; under another one there may be a newer backup by now. A link
    /// put there meanwhile is left alone.
    /// </summary>
    public override bool TryRemove(DiskDirectory directory, HousekeepingItem item) =>
        disk.Look(directory, item.Name) is { Kind: FileKind.Regular } status
        && (item.Seen is not { } seen || (status.Identity == seen.Identity && status.Changed == seen.Changed))
        && disk.Remove(directory, item.Name);

    private static Dictionary<string, List<BackupEntry>> Group(BackupScan scan, IReadOnlyList<string> candidates)
    {
        var groups = new Dictionary<string, List<BackupEntry>>(StringComparer.Ordinal);
        foreach (string name in candidates)
        {
            if (scan.Read(name) is { } entry)
            {
                ref List<BackupEntry>? group = ref CollectionsMarshal.GetValueRefOrAddDefault(groups, entry.Parsed.File, out _);
                (group ??= []).Add(entry);
            }
        }

        return groups;
    }
}
