using System.Runtime.InteropServices;

namespace Mutx.Cli.Interop;

internal static unsafe partial class Libc
{
    /// <summary>Bytes that hold a sigset_t of every system (128 on Linux, 4 on macOS).</summary>
    internal const int SizeOfSigset = 128;

    /// <summary>sigemptyset(3)</summary>
    [LibraryImport("libc")]
    internal static partial int sigemptyset(void* set);

    /// <summary>sigaddset(3)</summary>
    [LibraryImport("libc")]
    internal static partial int sigaddset(void* set, int signal);
}
