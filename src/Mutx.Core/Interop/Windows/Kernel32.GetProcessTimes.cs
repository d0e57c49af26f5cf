using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Mutx.Interop;

internal static partial class Kernel32
{
    /// <summary>GetProcessTimes; times are in 100 ns since 1601.</summary>
    [LibraryImport("kernel32", SetLastError = true)]
    internal static partial int GetProcessTimes(
        SafeProcessHandle process, out long created, out long exited, out long kernel, out long user);
}
