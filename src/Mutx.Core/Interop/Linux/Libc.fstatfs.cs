using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Mutx.Interop;

internal static unsafe partial class Libc
{
    /// <summary>fstatfs(2). The first word of the result is the type of the filesystem on every 64-bit Linux; it is 120 bytes long.</summary>
    [LibraryImport("libc", SetLastError = true)]
    internal static partial int fstatfs(SafeFileHandle fd, long* buffer);
}
