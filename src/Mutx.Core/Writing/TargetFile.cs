using Mutx.Platform;
using Mutx.Primitives;

namespace Mutx.Writing;

/// <summary>
/// A file that is to be replaced: its directory, open, and its name there. All that follows is relative to that
/// directory, so that renaming or swapping a directory on the way leads nowhere else.
/// </summary>
internal sealed class TargetFile : IDisposable
{
    private readonly Disk _disk;

    private TargetFile(Disk disk, DiskDirectory directory, string name, string shownPath)
    {
        _disk = disk;
        Directory = directory;
        Name = name;
        ShownPath = shownPath;
    }

    public DiskDirectory Directory { get; }

    public string Name { get; }

    /// <summary>The path as the caller gave it, for messages.</summary>
    public string ShownPath { get; }

    /// <summary>A path that leads to the file itself, also where the caller's leads there by links.</summary>
    public string Path => Directory.PathOf(Name);

    /// <summary>Opens the directory of a target. The target itself need not exist.</summary>
    /// <exception cref="MutxException">The directory doesn't exist, or the target is a directory, or a link that is not to be followed.</exception>
    public static TargetFile Open(Disk disk, string path, SymlinkPolicy symlinks)
    {
        (string parent, string name) = ResolvedPath.Split(path);
        if (ResolvedPath.IsDirectoryName(name) || System.IO.Path.EndsInDirectorySeparator(path))
        {
            throw new MutxException(MutxError.IsADirectory, $"cannot replace '{path}': the path names a directory")
            {
                Path = path,
                Hint = "name a file",
            };
        }

        DiskDirectory directory = OpenParent(disk, parent, path);
        if (symlinks == SymlinkPolicy.Follow && LookIn(disk, directory, name) is { Kind: FileKind.SymbolicLink })
        {
            directory.Dispose();
            return OpenLinked(disk, path);
        }

        return new TargetFile(disk, directory, name, path);
    }

    /// <summary>Another file of the same open directory, which stays this one's to close.</summary>
    public TargetFile Sibling(string name) => new(_disk, Directory, name, Directory.PathOf(name));

    /// <summary>What is there now; null if nothing is. Anything but a regular file is refused.</summary>
    public FileStatus? Look()
    {
        FileStatus? status = _disk.Look(Directory, Name);
        return status switch
        {
            null or { Kind: FileKind.Regular } => status,
            { Kind: FileKind.SymbolicLink } => throw new MutxException(
                MutxError.SymbolicLink, $"cannot replace '{ShownPath}': it is a symbolic link")
            {
                Path = ShownPath,
                Hint = "allow links (AtomicFileOptions.Symlinks) to replace the file it points to",
            },
            { Kind: var kind } => throw new MutxException(
                kind == FileKind.Directory ? MutxError.IsADirectory : MutxError.SpecialFile,
                $"cannot replace '{ShownPath}': it is {Words.For(kind)}, not a regular file")
            {
                Path = ShownPath,
                Hint = kind == FileKind.Directory ? "name a file in it" : "write to it directly, for example with cat",
            },
        };
    }

    public void Dispose() => Directory.Dispose();

    private static TargetFile OpenLinked(Disk disk, string path)
    {
        ResolvedPath resolved = ResolvedPath.Resolve(disk, path);
        DiskDirectory directory = disk.OpenDirectory(resolved.Directory);
        if (LookIn(disk, directory, resolved.Name) is not null)
        {
            return new TargetFile(disk, directory, resolved.Name, path);
        }

        directory.Dispose();
        throw new MutxException(
            MutxError.DanglingLink, $"cannot replace '{path}': the symbolic link points to '{resolved.FullPath}', which does not exist")
        {
            Path = path,
            Hint = "name the file itself to create it",
        };
    }

    /// <summary>What stands behind a name; a directory in which that can't be told is closed.</summary>
    private static FileStatus? LookIn(Disk disk, DiskDirectory directory, string name)
    {
        try
        {
            return disk.Look(directory, name);
        }
        catch
        {
            directory.Dispose();
            throw;
        }
    }

    private static DiskDirectory OpenParent(Disk disk, string parent, string path)
    {
        try
        {
            return disk.OpenDirectory(parent);
        }
        catch (MutxException e) when (e.Error is MutxError.NotFound or MutxError.NotADirectory)
        {
            throw ResolvedPath.MissingParent(e, parent, path);
        }
    }
}
