using Mutx.Platform;
using Mutx.Primitives;
using Mutx.Writing;

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
        using TargetFile file = OpenFile();
        return WithShelf(file, static shelf => shelf.List());
    }

    /// <summary>The newest. Blocks on the disk.</summary>
    /// <exception cref="MutxException">There is none.</exception>
    public BackupFile Newest() => Find(BackupChoice.Newest);

    /// <summary>One backup of the file, by its path; a bare name is also looked for where the backups lie. Blocks on the disk.</summary>
    /// <exception cref="MutxException">There is no such file, or it isn't a backup of this one.</exception>
    public BackupFile Find(string backup) => Find(BackupChoice.Of(Guard.Path(backup)));

    /// <summary>Chooses a backup and does something with it, in directories that are opened once.</summary>
    /// <param name="file">The file, in its directory.</param>
    /// <param name="choice">Which one.</param>
    /// <param name="use">What is done.</param>
    internal TResult Use<TResult>(TargetFile file, BackupChoice choice, Func<BackupShelf, BackupFile, TResult> use)
    {
        if (choice.Name is not { } path)
        {
            return WithShelf(file, shelf => use(shelf, shelf.List() is [{ } newest, ..] ? newest : throw None()));
        }

        (string parent, string name) = ResolvedPath.Split(path);
        if (parent == file.Directory.Path || (name == path && _options.Directory is null && _disk.Look(path) is null))
        {
            return Choose(file.Directory);
        }

        using DiskDirectory directory = OpenDirectory(
            name == path && _options.Directory is { } chosen && _disk.Look(path) is null ? chosen : parent);
        return Choose(directory);

        TResult Choose(DiskDirectory where)
        {
            BackupShelf shelf = ShelfIn(file, where);
            return _disk.Look(where, name) is null ? throw Missing(path)
                : use(shelf, shelf.Find(name) ?? throw NotOne(path));
        }
    }

    private BackupFile Find(BackupChoice choice)
    {
        using TargetFile file = OpenFile();
        return Use(file, choice, static (_, backup) => backup);
    }

    private TargetFile OpenFile() => TargetFile.Open(_disk, _path, SymlinkPolicy.Follow);

    private TResult WithShelf<TResult>(TargetFile file, Func<BackupShelf, TResult> use)
    {
        if (_options.Directory is not { } elsewhere)
        {
            return use(ShelfIn(file, file.Directory));
        }

        using DiskDirectory directory = OpenDirectory(elsewhere);
        return use(ShelfIn(file, directory));
    }

    private BackupShelf ShelfIn(TargetFile file, DiskDirectory directory)
    {
        bool isElsewhere = !ReferenceEquals(directory, file.Directory)
            && _disk.Look(directory).Identity != _disk.Look(file.Directory).Identity;
        string? source = isElsewhere ? ResolvedPath.Resolve(_disk, file.Path).FullPath : null;
        return new BackupShelf(_disk, directory, file.Name, source, _options);
    }

    private DiskDirectory OpenDirectory(string path)
    {
        try
        {
            return _disk.OpenDirectory(path);
        }
        catch (MutxException e) when (e.Error is MutxError.NotFound or MutxError.NotADirectory)
        {
            throw ResolvedPath.MissingParent(e, path, _path);
        }
    }

    private MutxException None() => new(MutxError.NoBackup, $"there is no backup of '{_path}'")
    {
        Path = _path,
        Hint = "where their suffix or directory was chosen, it has to be named here too (BackupOptions)",
    };

    private static MutxException Missing(string backup) => new(MutxError.NoBackup, $"there is no backup '{backup}'")
    {
        Path = backup,
        Hint = "List tells which there are",
    };

    private MutxException NotOne(string backup) => new(MutxError.InvalidRequest, $"'{backup}' is not a backup of '{_path}'")
    {
        Path = backup,
        Hint = "another file's content is written like any content",
    };
}
