using Mutx.Platform;

namespace Mutx.Backups;

/// <summary>Recognises the backups in one directory, and puts those of one file in order.</summary>
internal sealed class BackupScan(Disk disk, DiskDirectory directory, string suffix, TimeZoneInfo zone)
{
    /// <summary>Reads a regular file's name as a backup; null if it isn't one.</summary>
    public BackupEntry? Read(string name)
    {
        if (!BackupName.TryParse(name, suffix, out BackupName parsed))
        {
            return null;
        }

        if (parsed.Time is { } local)
        {
            return new BackupEntry(name, parsed, BackupClock.InstantOf(local, zone), default);
        }

        return disk.Look(directory, name) is { Kind: FileKind.Regular } status && IsProved(name, parsed.File)
            ? new BackupEntry(name, parsed, WholeSecond(status.Changed), status.Modified)
            : null;
    }

    /// <summary>Newest first. Only where two were made at the same time is anything looked at for it.</summary>
    public void Sort(List<BackupEntry> entries)
    {
        entries.Sort(BackupEntry.NewestFirst);
        bool tied = false;
        for (int i = 1; i < entries.Count; i++)
        {
            if (entries[i].Time == entries[i - 1].Time)
            {
                tied = true;
                entries[i - 1] = WithModified(entries[i - 1]);
                entries[i] = WithModified(entries[i]);
            }
        }

        if (tied)
        {
            entries.Sort(BackupEntry.NewestFirst);
        }
    }

    /// <summary>The order that keeps the oldest in front, of those of one file.</summary>
    public int OldestFirst(BackupEntry left, BackupEntry right) => left.Time == right.Time
        ? BackupEntry.NewestFirst(WithModified(right), WithModified(left))
        : BackupEntry.NewestFirst(right, left);

    /// <summary>
    /// An untimestamped name with a suffix of the user's own proves nothing by itself: the file it would belong to has
    /// to stand beside it, or the backup has to say that it is its backup.
    /// </summary>
    private bool IsProved(string name, string file) =>
        suffix == BackupOptions.DefaultSuffix
        || disk.Look(directory, file) is not null
        || Path.GetFileName(BackupSource.Read(disk, directory, name)) == file;

    /// <summary>The times in names have no fractions: against those it would always be the newer.</summary>
    private static DateTimeOffset WholeSecond(DateTimeOffset time) => time.AddTicks(-(time.Ticks % TimeSpan.TicksPerSecond));

    private BackupEntry WithModified(BackupEntry entry) =>
        entry with { Modified = disk.Look(directory, entry.Name)?.Modified ?? default };
}
