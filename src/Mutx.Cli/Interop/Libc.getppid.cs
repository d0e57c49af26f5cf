using System.Runtime.InteropServices;

namespace Mutx.Cli.Interop;

internal static partial class Libc
{
    /// <summary>getppid(2)</summary>
    [LibraryImport("libc")]
    internal static partial int getppid();
}
