namespace Mutx.Platform;

/// <summary>Steps for records: small files that are read whole, often, and found by listing their directory.</summary>
internal abstract partial class Disk
{
    /// <summary>Opens a regular file for reading without following a link; null if there is none. Never hangs on a FIFO.</summary>
    public abstract DiskFile? TryOpenRead(string path);

    /// <summary>Makes content and metadata of a file survive a power cut that this process hasn't open.</summary>
    public abstract void SyncNamed(DiskDirectory directory, string name);

    /// <summary>The names in a directory that end with a suffix, in ordinal order; none if there is no directory.</summary>
    public virtual IReadOnlyList<string> NamesIn(string directory, string suffix)
    {
        var names = new List<string>();
        try
        {
            foreach (string path in Directory.EnumerateFileSystemEntries(directory))
            {
                string name = Path.GetFileName(path);
                if (name.EndsWith(suffix, StringComparison.Ordinal))
                {
                    names.Add(name);
                }
            }
        }
        catch (DirectoryNotFoundException)
        {
            return [];
        }
        catch (UnauthorizedAccessException e)
        {
            throw new Primitives.MutxException(Primitives.MutxError.AccessDenied, $"cannot list '{directory}': permission denied", e)
            {
                Path = directory,
                Hint = "check the permissions of the directory (ls -ld) and the user this runs as",
            };
        }

        names.Sort(StringComparer.Ordinal);
        return names;
    }

    /// <summary>Makes a directory and what is missing above it, each with the same mode, and makes their names durable.</summary>
    public void CreateDirectories(string path, UnixFileMode mode)
    {
        var missing = new Stack<string>();
        for (string? at = Path.GetFullPath(path); at is not null && Look(at) is null; at = Path.GetDirectoryName(at))
        {
            missing.Push(at);
        }

        foreach (string each in missing)
        {
            CreateDirectory(each, mode);
            using DiskDirectory parent = OpenDirectory(Path.GetDirectoryName(each)!);
            SyncDirectory(parent);
        }
    }
}
