using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Mutx.Interop;

internal static unsafe partial class Kernel32
{
    /// <summary>ReadFile</summary>
    [LibraryImport("kernel32", SetLastError = true)]
    internal static partial int ReadFile(SafeFileHandle file, byte* buffer, int count, out int done, nint overlapped);
}
