using Mutx.Primitives;

namespace Mutx.Platform;

/// <summary>
/// Where a path really leads: an existing directory without links in its path, and a name in it that may or may not
/// exist and is not itself a link. Every spelling of one file gives the same.
/// </summary>
internal readonly record struct ResolvedPath(string Directory, string Name)
{
    private const int MaxLinks = 40;

    /// <summary>The canonical absolute path.</summary>
    public string FullPath => Path.Join(Directory, Name);

    /// <summary>Resolves a path; links at its end are followed, also to a name that doesn't exist yet.</summary>
    /// <param name="disk">The disk.</param>
    /// <param name="path">A path whose parent directory exists.</param>
    /// <exception cref="MutxException">The parent is missing or no directory, or links lead in a circle.</exception>
    public static ResolvedPath Resolve(Disk disk, string path) => Resolve(disk, BoundPath.ForNow(path));

    /// <inheritdoc cref="Resolve(Disk, string)"/>
    public static ResolvedPath Resolve(Disk disk, BoundPath path)
    {
        (BoundPath parent, string name) = path.Split();
        if (IsDirectoryName(name))
        {
            return OfDirectory(disk.ResolveDirectory(path));
        }

        for (int i = 0; i <= MaxLinks; i++)
        {
            string directory = ResolveParent(disk, parent, path.Shown);
            string full = Path.Join(directory, name);
            if (disk.Look(full) is not { Kind: FileKind.SymbolicLink })
            {
                return new ResolvedPath(directory, name);
            }

            using DiskDirectory open = disk.OpenDirectory(directory);
            (parent, name) = BoundPath.ForNow(Path.Combine(directory, disk.ReadLink(open, name))).Split();
            if (IsDirectoryName(name))
            {
                return OfDirectory(disk.ResolveDirectory(Path.Join(parent.Full, name)));
            }
        }

        throw new MutxException(MutxError.LinkLoop, $"cannot resolve '{path.Shown}': symbolic links lead in a circle")
        {
            Path = path.Shown,
            Hint = "look at where the links point (ls -l, readlink -f)",
        };
    }

    /// <summary>The directory part and the last name, separators at the end not counted; <c>.</c> where there is no directory part.</summary>
    public static (string Parent, string Name) Split(string path)
    {
        string trimmed = Path.TrimEndingDirectorySeparator(path);
        while (trimmed.Length > 1 && Path.EndsInDirectorySeparator(trimmed) && Path.GetPathRoot(trimmed) != trimmed)
        {
            trimmed = Path.TrimEndingDirectorySeparator(trimmed);
        }

        string name = Path.GetFileName(trimmed);
        string parent = trimmed[..(trimmed.Length - name.Length)];
        return (parent.Length == 0 ? "." : parent, name);
    }

    /// <summary>Whether the last name of a path can only be a directory.</summary>
    public static bool IsDirectoryName(string name) => name is "" or "." or "..";

    private static ResolvedPath OfDirectory(string canonical) =>
        new(Path.GetDirectoryName(canonical) ?? canonical, Path.GetFileName(canonical));

    private static string ResolveParent(Disk disk, BoundPath parent, string path)
    {
        try
        {
            return disk.ResolveDirectory(parent);
        }
        catch (MutxException e) when (e.Error is MutxError.NotFound or MutxError.NotADirectory)
        {
            throw MissingParent(e, parent.Shown, path);
        }
    }

    /// <summary>The error for a directory that isn't there, or isn't one: it is never created behind one's back.</summary>
    public static MutxException MissingParent(MutxException cause, string parent, string path)
    {
        string shown = parent == "." ? parent : Path.TrimEndingDirectorySeparator(parent);
        return cause.Error == MutxError.NotADirectory
            ? new MutxException(MutxError.NotADirectory, $"cannot use '{path}': '{shown}' is not a directory", cause)
            {
                Path = path,
                NativeError = cause.NativeError,
            }
            : new MutxException(MutxError.NotFound, $"cannot use '{path}': the directory '{shown}' does not exist", cause)
            {
                Path = path,
                NativeError = cause.NativeError,
                Hint = $"create it first: mkdir -p {shown}",
            };
    }
}
