using System.Runtime.InteropServices;

namespace Mutx.Cli.Interop;

internal static partial class Libc
{
    /// <summary>kill(2)</summary>
    [LibraryImport("libc", SetLastError = true)]
    internal static partial int kill(int process, int signal);
}
