using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Mutx.Interop;

internal static unsafe partial class Libc
{
    /// <summary>flistxattr(2)</summary>
    [LibraryImport("libc", SetLastError = true)]
    internal static partial nint flistxattr(SafeFileHandle fd, byte* names, nint size);
}
