using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Mutx.Interop;

internal static partial class Libc
{
    /// <summary>copy_file_range(2). Shares blocks where the filesystem can.</summary>
    [LibraryImport("libc", SetLastError = true)]
    internal static partial nint copy_file_range(SafeFileHandle from, nint fromOffset, SafeFileHandle to, nint toOffset, nint length, uint flags);
}
