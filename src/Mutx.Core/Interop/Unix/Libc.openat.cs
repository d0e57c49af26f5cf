using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Mutx.Interop;

internal static partial class Libc
{
    internal const int O_RDONLY = 0;
    internal const int O_WRONLY = 1;
    internal const int O_RDWR = 2;

    internal static readonly int O_CREAT = OperatingSystem.IsMacOS() ? 0x200 : 0x40;
    internal static readonly int O_EXCL = OperatingSystem.IsMacOS() ? 0x800 : 0x80;
    internal static readonly int O_NONBLOCK = OperatingSystem.IsMacOS() ? 0x4 : 0x800;
    internal static readonly int O_CLOEXEC = OperatingSystem.IsMacOS() ? 0x1000000 : 0x80000;
    internal static readonly int O_DIRECTORY = OperatingSystem.IsMacOS() ? 0x100000 : IsArm ? 0x4000 : 0x10000;
    internal static readonly int O_NOFOLLOW = OperatingSystem.IsMacOS() ? 0x100 : IsArm ? 0x8000 : 0x20000;

    /// <summary>Linux only: a file without a name.</summary>
    internal static readonly int O_TMPFILE = 0x400000 | O_DIRECTORY;

    /// <summary>Linux only: the file itself isn't opened, only its place is held.</summary>
    internal const int O_PATH = 0x200000;

    private static bool IsArm => RuntimeInformation.ProcessArchitecture is Architecture.Arm64 or Architecture.Arm;

    /// <summary>
    /// openat(2). It is variadic: on Apple's arm64 the mode travels on the stack, behind the eight registers, so
    /// there the registers are filled with padding first.
    /// </summary>
    internal static int openat(SafeFileHandle directory, string path, int flags, uint mode) =>
        OperatingSystem.IsMacOS() && IsArm
            ? openat_padded(directory, path, flags, 0, 0, 0, 0, 0, mode)
            : openat_plain(directory, path, flags, mode);

    [LibraryImport("libc", EntryPoint = "openat", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int openat_plain(SafeFileHandle directory, string path, int flags, uint mode);

    [LibraryImport("libc", EntryPoint = "openat", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int openat_padded(
        SafeFileHandle directory, string path, int flags, nint pad3, nint pad4, nint pad5, nint pad6, nint pad7, uint mode);
}
