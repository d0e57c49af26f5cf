using System.Runtime.InteropServices;

namespace Mutx.Interop;

internal static unsafe partial class LibSystem
{
    internal const int PROC_PIDTBSDINFO = 3;

    /// <summary>The size of struct proc_bsdinfo, and where in it state and start time stand.</summary>
    internal const int BsdInfoLength = 136;
    internal const int BsdInfoStatus = 4;
    internal const int BsdInfoStartSeconds = 120;
    internal const int BsdInfoStartMicroseconds = 128;
    internal const int SZOMB = 5;

    /// <summary>proc_pidinfo(3)</summary>
    [LibraryImport("libSystem", SetLastError = true)]
    internal static partial int proc_pidinfo(int pid, int flavor, ulong argument, byte* buffer, int length);
}
