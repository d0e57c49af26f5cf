using Mutx.Interop;

namespace Mutx.Platform;

/// <summary>What Linux and macOS have in common, by POSIX calls: making a directory for several users.</summary>
internal abstract partial class UnixDisk
{
    private static readonly int RemoveDirectoryFlag = OperatingSystem.IsMacOS() ? 0x80 : 0x200; // AT_REMOVEDIR

    public override bool TryCreateDirectory(DiskDirectory parent, string name, UnixFileMode mode)
    {
        if (Libc.mkdirat(parent.Handle, name, (uint)mode) == 0)
        {
            return true;
        }

        return LastError == Errno.EEXIST ? false : throw Failure("create the directory", parent.PathOf(name));
    }

    public override bool RemoveDirectory(DiskDirectory parent, string name)
    {
        if (Libc.unlinkat(parent.Handle, name, RemoveDirectoryFlag) == 0)
        {
            return true;
        }

        return LastError == Errno.ENOENT ? false : throw Failure("remove the directory", parent.PathOf(name));
    }
}
