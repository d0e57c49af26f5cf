using System.Runtime.InteropServices;

namespace Mutx.Cli.Interop;

internal static partial class Kernel32
{
    internal const int STD_INPUT_HANDLE = -10;

    /// <summary>GetStdHandle</summary>
    [LibraryImport("kernel32", SetLastError = true)]
    internal static partial nint GetStdHandle(int which);
}
