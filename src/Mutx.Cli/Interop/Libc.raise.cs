using System.Runtime.InteropServices;

namespace Mutx.Cli.Interop;

internal static partial class Libc
{
    /// <summary>raise(3): sends a signal to the calling thread. Its handler has returned before this does.</summary>
    [LibraryImport("libc")]
    internal static partial int raise(int signal);
}
