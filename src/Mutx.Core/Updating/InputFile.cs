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
    public static SafeFileHandle Open(string path, SymlinkPolicy symlinks = SymlinkPolicy.Refuse)
    {
        Guard.Defined(symlinks, SymlinkPolicy.Follow);
        Disk disk = Disk.Current;
        FileStatus? status = disk.Look(Guard.Path(path));
        if (status?.Kind == FileKind.SymbolicLink && symlinks == SymlinkPolicy.Refuse)
        {
            throw new MutxException(MutxError.SymbolicLink, $"cannot read '{path}': it is a symbolic link")
            {
                Path = path,
                Hint = "allow links (SymlinkPolicy.Follow) to read the file it points to",
            };
        }

        DiskFile file = disk.OpenInput(path);
        if (disk.Look(file).Kind != FileKind.Directory)
        {
            return file.Handle;
        }

        file.Dispose();
        throw new MutxException(MutxError.IsADirectory, $"cannot read '{path}': it is a directory") { Path = path };
    }
}
