using Microsoft.Win32.SafeHandles;
using Mutx.Interop;

namespace Mutx.Platform;

/// <summary>What Linux and macOS have in common, by POSIX calls: records.</summary>
internal abstract partial class UnixDisk
{
    public override DiskFile? TryOpenRead(string path)
    {
        int flags = Libc.O_RDONLY | Libc.O_CLOEXEC | Libc.O_NOFOLLOW | Libc.O_NONBLOCK;
        SafeFileHandle? handle = Open(CurrentDirectory, path, flags, 0);
        return handle is not null ? new DiskFile(handle, path)
            : LastError == Errno.ENOENT ? null
            : throw Failure("read", path);
    }

    public override void SyncNamed(DiskDirectory directory, string name)
    {
        using DiskFile file = OpenRead(directory, name);
        Sync(file);
    }
}
