using System.Buffers;
using System.Text.Unicode;
using Microsoft.Win32.SafeHandles;
using Mutx.Interop;

namespace Mutx.Platform;

/// <summary>What Linux and macOS have in common, by POSIX calls: directories within directories.</summary>
internal abstract partial class UnixDisk
{
    private const int MaxNameChars = 256;

    public override DiskDirectory? OpenSubdirectory(DiskDirectory parent, string name)
    {
        int flags = Libc.O_RDONLY | Libc.O_DIRECTORY | Libc.O_NOFOLLOW | Libc.O_CLOEXEC;
        string path = parent.PathOf(name);
        if (Open(parent.Handle, name, flags, 0) is { } handle)
        {
            return new DiskDirectory(handle, path);
        }

        return LastError is Errno.ENOENT or Errno.ENOTDIR || LastError == Errno.ELOOP
            ? null
            : throw Failure("open the directory", path);
    }

    public override DiskFile? OpenExistingLockFile(DiskDirectory directory, string name)
    {
        int flags = Libc.O_CLOEXEC | Libc.O_NOFOLLOW | Libc.O_NONBLOCK;
        SafeFileHandle? handle = Open(directory.Handle, name, flags | Libc.O_RDWR, 0);
        if (handle is null && LastError is Errno.EACCES or Errno.EROFS or Errno.EPERM)
        {
            // A kernel lock needs no write access, but on NFS.
            handle = Open(directory.Handle, name, flags | Libc.O_RDONLY, 0);
        }

        if (handle is not null)
        {
            return new DiskFile(handle, directory.PathOf(name));
        }

        return LastError is Errno.ENOENT or Errno.EISDIR or Errno.ENXIO or Errno.ENODEV || LastError == Errno.ELOOP
            ? null
            : throw Failure("open the lock file", directory.PathOf(name));
    }

    /// <summary>Tells of one name in UTF-8; false if it isn't valid, so that no text would lead back to the file.</summary>
    protected static bool Tell(ReadOnlySpan<byte> name, FileKind kind, DirectoryEntryVisitor visit)
    {
        if (name is [(byte)'.'] or [(byte)'.', (byte)'.'])
        {
            return true;
        }

        Span<char> text = stackalloc char[MaxNameChars];
        if (Utf8.ToUtf16(name, text, out _, out int length, replaceInvalidSequences: false) != OperationStatus.Done)
        {
            return false;
        }

        visit(text[..length], kind);
        return true;
    }

    /// <summary>The kind by the number that directory entries carry, which is the file mode's shifted; filesystems need not know.</summary>
    protected static FileKind KindOfEntry(byte type) => KindOf(type << 12);
}
