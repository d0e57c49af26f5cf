using Mutx.Interop;

namespace Mutx.Platform;

/// <summary>What Linux and macOS have in common, by POSIX calls: what claims need.</summary>
internal abstract partial class UnixDisk
{
    private static readonly int NoFollowTimes = OperatingSystem.IsMacOS() ? 0x20 : 0x100; // AT_SYMLINK_NOFOLLOW

    public override bool Touch(DiskDirectory directory, string name)
    {
        if (Libc.utimensat(directory.Handle, name, 0, NoFollowTimes) == 0)
        {
            return true;
        }

        return LastError == Errno.ENOENT ? false : throw Failure("set the time of", directory.PathOf(name));
    }
}
