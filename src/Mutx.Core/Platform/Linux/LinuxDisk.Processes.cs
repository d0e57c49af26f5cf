using System.Text;
using Microsoft.Win32.SafeHandles;
using Mutx.Interop;

namespace Mutx.Platform;

/// <summary>Linux: files as other processes have them open, and what /proc tells.</summary>
internal sealed partial class LinuxDisk
{
    /// <summary>Most files below /proc are smaller; a larger array makes the collector ask the kernel for memory.</summary>
    private const int FirstRead = 1024;

    /// <summary>Which file a link leads to, the links of /proc/PID/fd included; null if that can't be told.</summary>
    public static FileIdentity? IdentityBehind(string path) => TryLook(CurrentDirectory, path, flags: 0)?.Identity;

    /// <summary>The text of a file below /proc, or null if it can't be read. Such a file has no length to read it by, and a
    /// read that gives less than was asked for isn't its last. What the BCL has for this costs as much as a small write.</summary>
    public static unsafe string? TryReadText(string path)
    {
        using SafeFileHandle? file = Open(CurrentDirectory, path, Libc.O_RDONLY | Libc.O_CLOEXEC, 0);
        if (file is null)
        {
            return null;
        }

        byte[] text = new byte[FirstRead];
        int length = 0;
        while (true)
        {
            nint read;
            fixed (byte* start = text)
            {
                read = Libc.read(file, start + length, text.Length - length);
            }

            if (read == 0)
            {
                return Encoding.UTF8.GetString(text, 0, length);
            }

            if (read < 0 && LastError != Errno.EINTR)
            {
                return null;
            }

            length += Math.Max(0, (int)read);
            if (length == text.Length)
            {
                Array.Resize(ref text, 4 * length);
            }
        }
    }

    /// <summary>Where a link below /proc points, or null if it can't be read.</summary>
    public static unsafe string? TryReadLink(string path)
    {
        byte* buffer = stackalloc byte[MaxLinkLength];
        nint length = Libc.readlinkat(CurrentDirectory, path, buffer, MaxLinkLength);
        return length < 0 ? null : Encoding.UTF8.GetString(buffer, (int)length);
    }
}
