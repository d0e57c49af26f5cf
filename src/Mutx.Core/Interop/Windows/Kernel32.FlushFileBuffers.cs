using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Mutx.Interop;

internal static partial class Kernel32
{
    /// <summary>FlushFileBuffers</summary>
    [LibraryImport("kernel32", SetLastError = true)]
    internal static partial int FlushFileBuffers(SafeFileHandle file);
}
