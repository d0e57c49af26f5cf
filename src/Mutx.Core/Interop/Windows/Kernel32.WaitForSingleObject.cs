using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Mutx.Interop;

internal static partial class Kernel32
{
    internal const uint WAIT_OBJECT_0 = 0;

    /// <summary>WaitForSingleObject; a process is signalled once it has ended.</summary>
    [LibraryImport("kernel32", SetLastError = true)]
    internal static partial uint WaitForSingleObject(SafeProcessHandle handle, uint milliseconds);
}
