using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Mutx.Interop;

internal static unsafe partial class Kernel32
{
    /// <summary>SetFileInformationByHandle</summary>
    [LibraryImport("kernel32", SetLastError = true)]
    internal static partial int SetFileInformationByHandle(SafeFileHandle file, int kind, byte* information, int size);
}
