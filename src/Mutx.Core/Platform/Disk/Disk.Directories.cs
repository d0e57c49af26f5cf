using System.Runtime.InteropServices;
using Mutx.Primitives;

namespace Mutx.Platform;

/// <summary>
/// Directories, made and read. They are read by open descriptors alone: one swapped for a link meanwhile leads nowhere.
/// </summary>
internal abstract partial class Disk
{
    /// <summary>Opens a directory in another; null if there is none of that name now. A link is none.</summary>
    public abstract DiskDirectory? OpenSubdirectory(DiskDirectory parent, string name);

    /// <summary>What an open directory is.</summary>
    public abstract FileStatus Look(DiskDirectory directory);

    /// <summary>Tells of every name in a directory but <c>.</c> and <c>..</c>, in no order.</summary>
    /// <returns>How many names are left out because no text can stand for them.</returns>
    public abstract int List(DiskDirectory directory, DirectoryEntryVisitor visit);

    /// <summary>The names in a directory that are wanted, in ordinal order.</summary>
    public List<string> NamesIn(DiskDirectory directory, DirectoryEntryFilter isWanted)
    {
        var names = new List<string>();
        List(directory, (name, kind) =>
        {
            if (isWanted(name, kind))
            {
                names.Add(name.ToString());
            }
        });

        // The list's own sorting would bring three static fields for every type that there is a list of, and the runtime of
        // the native program makes all static fields before it begins.
        CollectionsMarshal.AsSpan(names).Sort(StringComparer.Ordinal);
        return names;
    }

    /// <summary>The names in a directory that are wanted, in ordinal order; none if there is no such directory.</summary>
    public List<string> NamesIn(string path, DirectoryEntryFilter isWanted)
    {
        DiskDirectory directory;
        try
        {
            directory = OpenDirectory(path);
        }
        catch (MutxException e) when (e.Error == MutxError.NotFound)
        {
            return [];
        }

        using (directory)
        {
            return NamesIn(directory, isWanted);
        }
    }

    /// <summary>Makes a directory and what is missing above it, each with the same mode.</summary>
    /// <param name="path">The directory.</param>
    /// <param name="mode">The mode of each that is made, reduced by the umask.</param>
    /// <param name="durable">Whether their names are to survive a power cut.</param>
    public void CreateDirectories(string path, UnixFileMode mode, bool durable = true)
    {
        var missing = new Stack<string>();
        for (string? at = Path.GetFullPath(path); at is not null && Look(at) is null; at = Path.GetDirectoryName(at))
        {
            missing.Push(at);
        }

        foreach (string each in missing)
        {
            CreateDirectory(each, mode);
            if (durable)
            {
                using DiskDirectory parent = OpenDirectory(Path.GetDirectoryName(each)!);
                SyncDirectory(parent);
            }
        }
    }

    /// <summary>
    /// Opens a lock file for removal, for writing where that is allowed; null if there is no regular file of that name.
    /// Creates nothing, follows no link, never hangs.
    /// </summary>
    public abstract DiskFile? OpenExistingLockFile(DiskDirectory directory, string name);
}
