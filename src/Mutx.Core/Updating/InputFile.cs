using Microsoft.Win32.SafeHandles;
using Mutx.Platform;
using Mutx.Primitives;
using Mutx.Writing;

namespace Mutx.Updating;

/// <summary>Files that content is read from.</summary>
public static class InputFile
{
    /// <summary>Opens a file for reading. A FIFO or a device is read like any other; opening one may block.</summary>
    /// <param name="path">The file.</param>
    /// <param name="symlinks">Whether it may be a symbolic link.</param>
    /// <returns>A handle that is the caller's to close.</returns>
    /// <exception cref="MutxException">It is missing, a directory, a link that was not allowed, or can't be read.</exception>
    public static SafeFileHandle Open(string path, SymlinkPolicy symlinks = SymlinkPolicy.Refuse) =>
        Open(Disk.Current, path, symlinks);

    internal static SafeFileHandle Open(Disk disk, string path, SymlinkPolicy symlinks)
    {
        Guard.Defined(symlinks, SymlinkPolicy.Follow);
        DiskFile file = OpenAny(disk, Guard.Path(path), symlinks);
        FileKind kind = disk.Look(file).Kind;
        if (kind is not (FileKind.Directory or FileKind.SymbolicLink))
        {
            return file.Handle;
        }

        file.Dispose();
        throw kind == FileKind.SymbolicLink
            ? IsLink(path)
            : new MutxException(MutxError.IsADirectory, $"cannot read '{path}': it is a directory") { Path = path };
    }

    /// <summary>Whether it is a link is for the opening itself to find out: a look before would be of another moment.</summary>
    private static DiskFile OpenAny(Disk disk, string path, SymlinkPolicy symlinks)
    {
        if (symlinks == SymlinkPolicy.Follow)
        {
            return disk.OpenInput(path, SymbolicLinks.Follow);
        }

        try
        {
            return disk.OpenInput(path, SymbolicLinks.Refuse);
        }
        catch (MutxException e) when (e.Error == MutxError.LinkLoop && EndsInLink(disk, path))
        {
            throw IsLink(path);
        }
    }

    /// <summary>Whether it was the path's last name that led to the error, or links on the way to it.</summary>
    private static bool EndsInLink(Disk disk, string path)
    {
        try
        {
            return disk.Look(path) is { Kind: FileKind.SymbolicLink };
        }
        catch (MutxException)
        {
            return false;
        }
    }

    private static MutxException IsLink(string path) => new(MutxError.SymbolicLink, $"cannot read '{path}': it is a symbolic link")
    {
        Path = path,
        Hint = "allow links (SymlinkPolicy.Follow) to read the file it points to",
    };
}
