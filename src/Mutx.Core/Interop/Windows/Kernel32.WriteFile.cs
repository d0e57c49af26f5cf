using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Mutx.Interop;

internal static unsafe partial class Kernel32
{
    /// <summary>WriteFile</summary>
    [LibraryImport("kernel32", SetLastError = true)]
    internal static partial int WriteFile(SafeFileHandle file, byte* buffer, int count, out int done, nint overlapped);
}
