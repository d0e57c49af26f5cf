using System.Runtime.InteropServices;

namespace Mutx.Cli.Interop;

internal static unsafe partial class Libc
{
    internal const int P_PID = 1;
    internal const int WEXITED = 4;

    /// <summary>Bytes of a siginfo_t on every system (128 on Linux, 104 on macOS).</summary>
    internal const int SizeOfSiginfo = 128;

    /// <summary>Leaves the child as it is, to be asked once more.</summary>
    internal static int WNOWAIT => OperatingSystem.IsMacOS() ? 0x20 : 0x01000000;

    /// <summary>waitid(2)</summary>
    [LibraryImport("libc", SetLastError = true)]
    internal static partial int waitid(int kind, int process, void* information, int options);
}
