using System.Runtime.InteropServices;

namespace Mutx.Interop;

internal static partial class Libc
{
    /// <summary>kill(2). Signal 0 only asks whether there is such a process.</summary>
    [LibraryImport("libc", SetLastError = true)]
    internal static partial int kill(int pid, int signal);
}
