using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using Mutx.Interop;

namespace Mutx.Platform;

/// <summary>
/// Opens files that another program has on lease (fcntl(2), F_SETLEASE), as file servers do. With O_NONBLOCK open(2)
/// doesn't wait for the lease to be given back, or to be taken away by the kernel after 45 s, but fails with EAGAIN.
/// </summary>
internal static class LeasedFile
{
    private const int FileTypeMask = 0xF000;
    private const int RegularFile = 0x8000;

    /// <summary>
    /// Opens a file as open(2) without O_NONBLOCK would. The name could stand for a FIFO by now, and opening that would wait
    /// for ever. So its place is held first; what stands there must be a regular file; and it is that file which is
    /// opened, through the descriptor of its place.
    /// </summary>
    /// <returns>The file; null leaves the reason as the last error.</returns>
    public static SafeFileHandle? Open(SafeFileHandle directory, string path, int flags)
    {
        if (!OperatingSystem.IsLinux() || !LinuxDisk.HasProc)
        {
            Marshal.SetLastPInvokeError(Errno.EAGAIN);
            return null;
        }

        SafeFileHandle? place = UnixDisk.OpenOnce(directory, path, Libc.O_PATH | Libc.O_CLOEXEC | (flags & Libc.O_NOFOLLOW), 0);
        if (place is null)
        {
            return null;
        }

        SafeFileHandle? file = null;
        int error = Errno.EAGAIN;
        if (IsRegular(place))
        {
            using var descriptor = new PinnedDescriptor(place);
            file = UnixDisk.OpenOnce(place, descriptor.Path, flags & ~(Libc.O_NONBLOCK | Libc.O_NOFOLLOW), 0);
            error = Marshal.GetLastPInvokeError();
        }

        place.Dispose();
        Marshal.SetLastPInvokeError(error); // closing has overwritten it
        return file;
    }

    private static bool IsRegular(SafeFileHandle place) =>
        Libc.statx(place, "", StatxBuffer.AT_EMPTY_PATH, StatxBuffer.STATX_BASIC_STATS, out StatxBuffer status) == 0
        && (status.Mode & FileTypeMask) == RegularFile;
}
