using System.Runtime.InteropServices;
using Mutx.Backups;
using Mutx.Platform;

namespace Mutx.Housekeeping;

/// <summary>Backups beyond what is to be kept of each file in each directory.</summary>
internal sealed class BackupSweep(Disk disk, HousekeepingOptions options) : Sweep
{
    public override HousekeepingKind Kind => HousekeepingKind.Backup;

    public override bool IsCandidate(ReadOnlySpan<char> name) => name.EndsWith(options.BackupSuffix, StringComparison.Ordinal);

    public override ReadOnlySpan<char> GroupOf(ReadOnlySpan<char> name) =>
        BackupName.TryParse(name, options.BackupSuffix, out BackupName parsed) ? parsed.File : name;

    /// <summary>
    /// Of each file the newest are kept in mind, as many as are kept in any case, and no more: one that is older than all of those
    /// can be judged at once, however many are still to come.
    /// </summary>
    public override IEnumerable<HousekeepingItem?> Plan(DiskDirectory directory, IEnumerable<string> candidates)
    {
        DateTimeOffset now = options.TimeProvider.GetUtcNow();
        int protectedOnes = options.Retention.KeepNewest ?? 0;
        var newest = new Dictionary<string, PriorityQueue<BackupEntry, BackupEntry>>(StringComparer.Ordinal);
        BackupScan? scan = null;
        foreach (string name in candidates)
        {
            scan ??= new BackupScan(disk, directory, options.BackupSuffix, LocalTime.ZoneOf(options.TimeProvider));
            if (scan.Read(name) is not { } entry)
            {
                continue;
            }

            if (protectedOnes == 0)
            {
                yield return Judge(directory, entry, now);
                continue;
            }

            if (Displaced(newest, scan, entry, protectedOnes) is { } displaced)
            {
                yield return Judge(directory, displaced, now);
            }
            else
            {
                yield return null;
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

    /// <summary>The oldest of a file's, once there are more than are kept in any case; null as long as there aren't.</summary>
    private static BackupEntry? Displaced(
        Dictionary<string, PriorityQueue<BackupEntry, BackupEntry>> newest, BackupScan scan, BackupEntry entry, int protectedOnes)
    {
        ref PriorityQueue<BackupEntry, BackupEntry>? ofFile =
            ref CollectionsMarshal.GetValueRefOrAddDefault(newest, entry.Parsed.File, out _);
        ofFile ??= new PriorityQueue<BackupEntry, BackupEntry>(Comparer<BackupEntry>.Create(scan.OldestFirst));
        if (ofFile.Count == protectedOnes)
        {
            return ofFile.EnqueueDequeue(entry, entry);
        }

        ofFile.Enqueue(entry, entry);
        return null;
    }

    /// <summary>Judges one that isn't among the newest that are kept in any case.</summary>
    private HousekeepingItem? Judge(DiskDirectory directory, BackupEntry entry, DateTimeOffset now) =>
        options.Retention.IsExpired(int.MaxValue, now - entry.Time)
            ? new HousekeepingItem(this, entry.Name, entry.Parsed.Time is null ? disk.Look(directory, entry.Name) : null)
            : null;
}
