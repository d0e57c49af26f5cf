using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Mutx.Interop;

internal static unsafe partial class Libc
{
    /// <summary>The nanoseconds that leave a time as it is.</summary>
    internal static readonly long UTIME_OMIT = OperatingSystem.IsMacOS() ? -2 : (1L << 30) - 2;

    /// <summary>futimens(2). Two <c>struct timespec</c> of 64-bit systems: seconds and nanoseconds of access, then of modification.</summary>
    [LibraryImport("libc", SetLastError = true)]
    internal static partial int futimens(SafeFileHandle fd, long* times);
}
