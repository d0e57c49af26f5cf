using Mutx.Platform;
using Mutx.Primitives;

namespace Mutx.Backups;

/// <summary>
/// The backups of one file in one open directory. Names are listed, judged and opened relative to that, so that what was
/// listed is what is read, whatever becomes of the path that led there.
/// </summary>
/// <param name="disk">The disk.</param>
/// <param name="directory">Where the backups lie; the caller's to close.</param>
/// <param name="file">The file's name.</param>
/// <param name="source">The file's canonical path, where its directory is another; null where it is this one.</param>
/// <param name="options">How their names end.</param>
internal sealed class BackupShelf(Disk disk, DiskDirectory directory, string file, string? source, BackupOptions options)
{
    private readonly BackupScan _scan = new(disk, directory, options.Suffix, LocalTime.ZoneOf(options.TimeProvider));

    /// <summary>All of them, newest first.</summary>
    public List<BackupFile> List()
    {
        var entries = new List<BackupEntry>();
        foreach (string name in Candidates())
        {
            if (_scan.Read(name) is { } entry && IsOwn(name, entry.Parsed))
            {
                entries.Add(entry);
            }
        }

        _scan.Sort(entries);
        var backups = new List<BackupFile>();
        foreach (BackupEntry entry in entries)
        {
            if (Describe(entry) is { } backup)
            {
                backups.Add(backup);
            }
        }

        return backups;
    }

    /// <summary>One of them by its name; null if nothing of that name is a backup of the file.</summary>
    public BackupFile? Find(string name) =>
        disk.Look(directory, name) is { Kind: FileKind.Regular }
        && BackupName.TryParse(name, options.Suffix, out BackupName parsed) && IsOwn(name, parsed)
        && _scan.Read(name) is { } entry
            ? Describe(entry)
            : null;

    /// <summary>Opens one for reading.</summary>
    /// <exception cref="MutxException">It has gone, or is no regular file by now.</exception>
    public DiskFile Open(BackupFile backup, out FileStatus status)
    {
        DiskFile content = disk.OpenRead(directory, Path.GetFileName(backup.Path));
        try
        {
            status = disk.Look(content);
            return status.Kind == FileKind.Regular ? content : throw new MutxException(
                MutxError.SpecialFile, $"cannot restore from '{backup.Path}': it is {Words.For(status.Kind)}")
            {
                Path = backup.Path,
            };
        }
        catch
        {
            content.Dispose();
            throw;
        }
    }

    private bool IsOwn(string name, in BackupName parsed) =>
        parsed.File == file
        && (source is null || BackupSource.Read(disk, directory, name) is not { } said || said == source);

    private List<string> Candidates() => disk.NamesIn(directory, (name, kind) =>
        kind == FileKind.Regular && name.StartsWith(file, StringComparison.Ordinal)
        && name.EndsWith(options.Suffix, StringComparison.Ordinal));

    private BackupFile? Describe(BackupEntry entry) =>
        disk.Look(directory, entry.Name) is { } status
            ? new BackupFile
            {
                Path = directory.Path == "." ? entry.Name : directory.PathOf(entry.Name),
                Time = entry.Time,
                Length = status.Length,
                IsTimestamped = entry.Parsed.Time is not null,
                FoundBy = options,
            }
            : null;
}
