using System.Runtime.InteropServices;

namespace Mutx.Cli.Interop;

internal static unsafe partial class Libc
{
    /// <summary>execvp(3): looks the file up in PATH, and keeps the environment as it is.</summary>
    [LibraryImport("libc", SetLastError = true)]
    internal static partial int execvp(byte* file, byte** arguments);
}
