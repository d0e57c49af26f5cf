using System.Runtime.InteropServices;

namespace Mutx.Cli.Interop;

internal static partial class Libc
{
    /// <summary>isatty(3)</summary>
    [LibraryImport("libc", SetLastError = true)]
    internal static partial int isatty(int descriptor);
}
