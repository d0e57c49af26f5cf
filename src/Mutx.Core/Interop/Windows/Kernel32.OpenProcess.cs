using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Mutx.Interop;

internal static partial class Kernel32
{
    /// <summary>PROCESS_QUERY_LIMITED_INFORMATION and SYNCHRONIZE: enough for the questions asked here, and granted to most.</summary>
    internal const uint PROCESS_QUERY_AND_WAIT = 0x101000;

    /// <summary>OpenProcess</summary>
    [LibraryImport("kernel32", SetLastError = true)]
    internal static partial SafeProcessHandle OpenProcess(uint access, int inherit, int processId);
}
