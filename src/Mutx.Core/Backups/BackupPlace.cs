using Mutx.Platform;
using Mutx.Primitives;
using Mutx.Writing;

namespace Mutx.Backups;

/// <summary>Where the backups of one target go: an open directory, and their names in it.</summary>
internal sealed class BackupPlace : IDisposable
{
    private readonly Disk _disk;
    private readonly bool _ownsDirectory;
    private readonly BackupOptions _options;
    private readonly string _file;

    private BackupPlace(Disk disk, BackupOptions options, TargetFile target, TargetFile only, bool ownsDirectory)
    {
        _disk = disk;
        _options = options;
        _file = target.Name;
        Only = only;
        _ownsDirectory = ownsDirectory;
        Source = ResolvedPath.Resolve(disk, target.Path).FullPath;
        IsShared = ownsDirectory && disk.Look(only.Directory).Identity != disk.Look(target.Directory).Identity;
    }

    /// <summary>The backup without a time in its name.</summary>
    public TargetFile Only { get; }

    public DiskDirectory Directory => Only.Directory;

    /// <summary>The canonical path of the target.</summary>
    public string Source { get; }

    /// <summary>Whether the directory isn't the target's own, so that other files of that name may have backups there.</summary>
    public bool IsShared { get; }

    /// <summary>Opens the directory, and refuses names that could not be found again.</summary>
    /// <exception cref="MutxException">The directory is missing, or the name would be too long or mistaken for another's.</exception>
    public static BackupPlace Open(Disk disk, TargetFile target, BackupOptions options)
    {
        string only = new BackupName(target.Name, null, 0).Format(options.Suffix);
        CheckName(target, only, options);
        if (options.Directory is not { } directory)
        {
            return new BackupPlace(disk, options, target, target.Sibling(only), ownsDirectory: false);
        }

        TargetFile elsewhere = OpenElsewhere(disk, directory, only);
        try
        {
            return new BackupPlace(disk, options, target, elsewhere, ownsDirectory: true);
        }
        catch
        {
            elsewhere.Dispose();
            throw;
        }
    }

    /// <summary>The name of the backup of a second.</summary>
    public string TimestampedName(DateTime time, int sequence) =>
        new BackupName(_file, time, sequence).Format(_options.Suffix);

    /// <summary>A backup's path as it is shown and reported.</summary>
    public string Shown(string name) => Directory.Path == "." ? name : Directory.PathOf(name);

    /// <summary>In a directory that files share, a backup takes the place only of one that says it is of the same file.</summary>
    public void RequireOwn(string name)
    {
        if (!IsShared)
        {
            return;
        }

        string? source = BackupSource.Read(_disk, Directory, name);
        if (source != Source)
        {
            string whose = source is null ? "what file it is a backup of is not known" : $"it is a backup of '{source}'";
            throw new MutxException(
                MutxError.AlreadyExists, $"cannot keep the old content of '{Source}' as '{Shown(name)}': that exists, and {whose}")
            {
                Path = Shown(name),
                Hint = "ask for timestamped backups (BackupOptions.Timestamp), or give it a directory of its own",
            };
        }
    }

    public void Dispose()
    {
        if (_ownsDirectory)
        {
            Only.Dispose();
        }
    }

    private static TargetFile OpenElsewhere(Disk disk, string directory, string only)
    {
        try
        {
            return TargetFile.Open(disk, Path.Join(directory, only), SymlinkPolicy.Refuse);
        }
        catch (MutxException e) when (e.Error is MutxError.NotFound or MutxError.NotADirectory)
        {
            throw ResolvedPath.MissingParent(e, directory, Path.Join(directory, only));
        }
    }

    private static void CheckName(TargetFile target, string only, BackupOptions options)
    {
        string longest = options.Timestamp ? new BackupName(target.Name, DateTime.MaxValue, 1).Format(options.Suffix) : only;
        if (!FileName.Fits(longest))
        {
            throw new MutxException(
                MutxError.NameTooLong, $"cannot keep the old content of '{target.ShownPath}': the name '{longest}' is too long")
            {
                Path = target.ShownPath,
                Hint = "choose a shorter suffix (BackupOptions.Suffix)",
            };
        }

        if (!options.Timestamp && !(BackupName.TryParse(only, options.Suffix, out BackupName parsed) && parsed.File == target.Name))
        {
            throw new MutxException(
                MutxError.InvalidRequest,
                $"cannot keep the old content of '{target.ShownPath}' as '{only}': that is the name of a timestamped backup of another file")
            {
                Path = target.ShownPath,
                Hint = "ask for timestamped backups (BackupOptions.Timestamp)",
            };
        }
    }
}
