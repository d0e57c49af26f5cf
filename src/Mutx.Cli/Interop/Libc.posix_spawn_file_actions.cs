using System.Runtime.InteropServices;

namespace Mutx.Cli.Interop;

internal static unsafe partial class Libc
{
    /// <summary>Bytes that hold a posix_spawn_file_actions_t of every system (80 with glibc and musl, 8 on macOS).</summary>
    internal const int SizeOfFileActions = 256;

    /// <summary>posix_spawn_file_actions_init(3)</summary>
    [LibraryImport("libc")]
    internal static partial int posix_spawn_file_actions_init(void* actions);

    /// <summary>posix_spawn_file_actions_destroy(3)</summary>
    [LibraryImport("libc")]
    internal static partial int posix_spawn_file_actions_destroy(void* actions);

    /// <summary>posix_spawn_file_actions_adddup2(3). Equal numbers mean: keep this one open in the child.</summary>
    [LibraryImport("libc")]
    internal static partial int posix_spawn_file_actions_adddup2(void* actions, int descriptor, int newDescriptor);
}
