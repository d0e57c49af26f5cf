using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Mutx.Interop;

internal static partial class Kernel32
{
    /// <summary>SetFilePointerEx</summary>
    [LibraryImport("kernel32", SetLastError = true)]
    internal static partial int SetFilePointerEx(SafeFileHandle file, long distance, out long position, uint method);
}
