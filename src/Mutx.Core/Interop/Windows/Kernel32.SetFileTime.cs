using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Mutx.Interop;

internal static unsafe partial class Kernel32
{
    /// <summary>SetFileTime. A null pointer leaves that time as it is.</summary>
    [LibraryImport("kernel32", SetLastError = true)]
    internal static partial int SetFileTime(SafeFileHandle file, long* created, long* accessed, long* modified);
}
