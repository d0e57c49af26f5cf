using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Mutx.Interop;

internal static partial class Libc
{
    /// <summary>Sets the descriptor's flags, of which FD_CLOEXEC is the only one.</summary>
    internal const int F_SETFD = 2;

    /// <summary>Linux: asks for a larger pipe.</summary>
    internal const int F_SETPIPE_SZ = 1031;

    /// <summary>macOS: flushes the drive's own cache too.</summary>
    internal const int F_FULLFSYNC = 51;

    /// <summary>fcntl(2). Variadic like openat, with the same detour on Apple's arm64.</summary>
    internal static int fcntl(SafeFileHandle fd, int command, nint argument) =>
        OperatingSystem.IsMacOS() && IsArm
            ? fcntl_padded(fd, command, 0, 0, 0, 0, 0, 0, argument)
            : fcntl_plain(fd, command, argument);

    [LibraryImport("libc", EntryPoint = "fcntl", SetLastError = true)]
    private static partial int fcntl_plain(SafeFileHandle fd, int command, nint argument);

    [LibraryImport("libc", EntryPoint = "fcntl", SetLastError = true)]
    private static partial int fcntl_padded(
        SafeFileHandle fd, int command, nint pad2, nint pad3, nint pad4, nint pad5, nint pad6, nint pad7, nint argument);
}
