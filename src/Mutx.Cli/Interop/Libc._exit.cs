using System.Runtime.InteropServices;

namespace Mutx.Cli.Interop;

internal static partial class Libc
{
    /// <summary>_exit(2): ends the process now, from any thread, whatever the others are doing.</summary>
    [LibraryImport("libc")]
    internal static partial void _exit(int status);
}
