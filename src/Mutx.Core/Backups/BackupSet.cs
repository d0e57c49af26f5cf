using Mutx.Platform;
using Mutx.Primitives;

namespace Mutx.Backups;

/// <summary>
/// The backups of one file: those in its directory, or in <see cref="BackupOptions.Directory"/>. Nothing is held open
/// or cached between two calls. Reading needs no lock; what is listed may be gone a moment later.
/// </summary>
public sealed class BackupSet
{
    private readonly Disk _disk;
    private readonly string _path;
    private readonly BackupOptions _options;

    /// <summary>Names a file. Does not touch the disk.</summary>
    /// <param name="path">The file, which need not exist any more; its directory must.</param>
    /// <param name="options">Where its backups lie and how their names end; <see cref="BackupOptions.Default"/> if null.</param>
    public BackupSet(string path, BackupOptions? options = null)
        : this(Disk.Current, path, options ?? BackupOptions.Default)
    {
    }

    internal BackupSet(Disk disk, string path, BackupOptions options)
    {
        _disk = disk;
        _path = Guard.Path(path);
        _options = options;
    }

    /// <summary>Lists them, newest first. Blocks on the disk.</summary>
    /// <exception cref="MutxException">The directory doesn't exist or can't be read.</exception>
    public IReadOnlyList<BackupFile> List()
    {
        ResolvedPath file = ResolvedPath.Resolve(_disk, _path);
        using DiskDirectory directory = OpenDirectory(file);
        bool isShared = _options.Directory is not null && IsElsewhere(directory, file);
        var scan = new BackupScan(_disk, directory, _options.Suffix, LocalTime.ZoneOf(_options.TimeProvider));
        var entries = new List<BackupEntry>();
        foreach (string name in Candidates(directory, file.Name))
        {
            if (scan.Read(name) is { } entry && entry.Parsed.File == file.Name
                && !(isShared && BackupSource.Read(_disk, directory, name) is { } source && source != file.FullPath))
            {
                entries.Add(entry);
            }
        }

        scan.Sort(entries);
        var backups = new List<BackupFile>();
        foreach (BackupEntry entry in entries)
        {
            if (Describe(directory, entry) is { } backup)
            {
                backups.Add(backup);
            }
        }

        return backups;
    }

    /// <summary>The newest. Blocks on the disk.</summary>
    /// <exception cref="MutxException">There is none.</exception>
    public BackupFile Newest()
    {
        IReadOnlyList<BackupFile> all = List();
        return all.Count > 0 ? all[0] : throw new MutxException(MutxError.NotFound, $"there is no backup of '{_path}'")
        {
            Path = _path,
            Hint = "backups are made by --backup; where their suffix or directory was chosen, name it here too",
        };
    }

    /// <summary>One backup of the file, by its path; a bare name is also looked for where the backups lie. Blocks on the disk.</summary>
    /// <exception cref="MutxException">There is no such file, or it isn't a backup of this one.</exception>
    public BackupFile Find(string backup)
    {
        ResolvedPath file = ResolvedPath.Resolve(_disk, _path);
        (string parent, string name) = ResolvedPath.Split(Guard.Path(backup));
        bool isBareName = name == backup;
        if (isBareName && _disk.Look(backup) is null)
        {
            parent = _options.Directory ?? file.Directory;
        }

        using DiskDirectory directory = _disk.OpenDirectory(parent);
        FileStatus status = _disk.Look(directory, name) ?? throw new MutxException(MutxError.NotFound, $"there is no backup '{backup}'")
        {
            Path = backup,
            Hint = $"mutx backups {_path} lists those there are",
        };
        if (status.Kind != FileKind.Regular || !IsBackupOf(file, directory, name))
        {
            throw new MutxException(MutxError.InvalidRequest, $"'{backup}' is not a backup of '{_path}'")
            {
                Path = backup,
                Hint = $"to write another file's content use: mutx write {_path} -i {backup}",
            };
        }

        var scan = new BackupScan(_disk, directory, _options.Suffix, LocalTime.ZoneOf(_options.TimeProvider));
        return scan.Read(name) is { } entry && Describe(directory, entry) is { } found ? found : throw Vanished(backup);
    }

    private bool IsBackupOf(ResolvedPath file, DiskDirectory directory, string name)
    {
        if (!BackupName.TryParse(name, _options.Suffix, out BackupName parsed) || parsed.File != file.Name)
        {
            return false;
        }

        string? source = IsElsewhere(directory, file) ? BackupSource.Read(_disk, directory, name) : null;
        return source is null || source == file.FullPath;
    }

    private bool IsElsewhere(DiskDirectory directory, ResolvedPath file)
    {
        using DiskDirectory own = _disk.OpenDirectory(file.Directory);
        return _disk.Look(own).Identity != _disk.Look(directory).Identity;
    }

    private DiskDirectory OpenDirectory(ResolvedPath file)
    {
        if (_options.Directory is not { } chosen)
        {
            string shown = ResolvedPath.Split(_path).Parent;
            return _disk.OpenDirectory(_disk.ResolveDirectory(shown) == file.Directory ? shown : file.Directory);
        }

        try
        {
            return _disk.OpenDirectory(chosen);
        }
        catch (MutxException e) when (e.Error is MutxError.NotFound or MutxError.NotADirectory)
        {
            throw ResolvedPath.MissingParent(e, chosen, _path);
        }
    }

    private List<string> Candidates(DiskDirectory directory, string file)
    {
        var names = new List<string>();
        _disk.List(directory, (name, kind) =>
        {
            if (kind == FileKind.Regular && name.StartsWith(file, StringComparison.Ordinal)
                && name.EndsWith(_options.Suffix, StringComparison.Ordinal))
            {
                names.Add(name.ToString());
            }
        });
        return names;
    }

    private BackupFile? Describe(DiskDirectory directory, BackupEntry entry) =>
        _disk.Look(directory, entry.Name) is { } status
            ? new BackupFile
            {
                Path = directory.Path == "." ? entry.Name : directory.PathOf(entry.Name),
                Time = entry.Time,
                Length = status.Length,
                IsTimestamped = entry.Parsed.Time is not null,
            }
            : null;

    private static MutxException Vanished(string backup) =>
        new(MutxError.NotFound, $"the backup '{backup}' has just gone") { Path = backup };
}
