using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Mutx.Interop;

internal static partial class Libc
{
    /// <summary>Linux: makes one file share all blocks of another, or fails.</summary>
    internal const nuint FICLONE = 0x40049409;

    /// <summary>ioctl(2) with a descriptor as its argument; used on Linux only, where being variadic changes nothing.</summary>
    [LibraryImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    internal static partial int ioctl(SafeFileHandle fd, nuint request, SafeFileHandle argument);
}
