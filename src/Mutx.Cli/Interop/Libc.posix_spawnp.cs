using System.Runtime.InteropServices;

namespace Mutx.Cli.Interop;

internal static unsafe partial class Libc
{
    /// <summary>posix_spawnp(3): looks the file up in PATH. Returns the error number instead of setting errno.</summary>
    [LibraryImport("libc")]
    internal static partial int posix_spawnp(
        out int process, byte* file, void* actions, void* attributes, byte** arguments, byte** environment);
}
