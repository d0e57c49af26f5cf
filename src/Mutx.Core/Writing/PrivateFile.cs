using Microsoft.Win32.SafeHandles;
using Mutx.Platform;
using Mutx.Primitives;

namespace Mutx.Writing;

/// <summary>
/// Files that a program keeps for its own user at names that others can guess: logs, for example. They lie in a directory of their own,
/// which belongs to that user and which nobody else may write, so that nobody can plant anything in it; where that isn't so, or
/// a link stands in the directory's place, they are refused. No link is followed at the two last names of the path.
/// <para>The methods block on the disk. On Windows the owner isn't looked at.</para>
/// </summary>
public static class PrivateFile
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode OthersWrite = UnixFileMode.GroupWrite | UnixFileMode.OtherWrite;
    private const int Tries = 100;

    /// <summary>
    /// Creates an empty file that only its owner may use (0600). What had its name before is removed, not written to. The
    /// directory is made (0700) if it isn't there; the one above it must be.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <returns>The file, open for reading and writing; the caller's to close.</returns>
    /// <exception cref="MutxException">It can't be created, or its directory isn't the user's own.</exception>
    public static SafeFileHandle Create(string path)
    {
        Disk disk = Disk.Current;
        (string parent, string name) = ResolvedPath.Split(Guard.Path(path));
        disk.CreateDirectory(parent, OwnerOnly | UnixFileMode.UserExecute);
        using DiskDirectory directory = OpenOwn(disk, parent)
            ?? throw Refused(path, MutxError.NotADirectory, $"'{parent}' is not a directory");
        for (int i = 0; i < Tries; i++)
        {
            disk.Remove(directory, name);
            if (disk.CreateNew(directory, name, OwnerOnly) is { } file)
            {
                return file.Handle;
            }
        }

        throw Refused(path, MutxError.Busy, "another program creates it all the time");
    }

    /// <summary>Removes such a file.</summary>
    /// <param name="path">The file.</param>
    /// <returns>False if there was none.</returns>
    /// <exception cref="MutxException">It can't be removed, or its directory isn't the user's own.</exception>
    public static bool Remove(string path)
    {
        Disk disk = Disk.Current;
        (string parent, string name) = ResolvedPath.Split(Guard.Path(path));
        using DiskDirectory? directory = OpenOwn(disk, parent);
        return directory is not null && disk.Remove(directory, name);
    }

    /// <summary>Opens a directory without following a link; null if there is none.</summary>
    private static DiskDirectory? OpenOwn(Disk disk, string path)
    {
        (string parent, string name) = ResolvedPath.Split(path);
        using DiskDirectory above = disk.OpenDirectory(parent);
        DiskDirectory? directory = disk.OpenSubdirectory(above, name);
        if (directory is null)
        {
            return null;
        }

        FileStatus status = disk.Look(directory);
        if (disk.IsOwn(status) && (status.Mode & OthersWrite) == 0)
        {
            return directory;
        }

        directory.Dispose();
        throw Refused(
            path,
            MutxError.NotPermitted,
            disk.IsOwn(status) ? "others may write that directory, and plant what they like in it" : "that directory belongs to somebody else");
    }

    private static MutxException Refused(string path, MutxError error, string why) => new(error, $"cannot use '{path}' for private files: {why}")
    {
        Path = path,
        Hint = "name a place of your own, or see to it that the directory is yours alone (ls -ld, chmod go-w)",
    };
}
