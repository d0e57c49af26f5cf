using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Mutx.Interop;

internal static unsafe partial class Libc
{
    /// <summary>getdents64(2). Fills the buffer with whole <c>struct linux_dirent64</c>; 0 at the end.</summary>
    [LibraryImport("libc", SetLastError = true)]
    internal static partial nint getdents64(SafeFileHandle directory, byte* buffer, nint size);
}
