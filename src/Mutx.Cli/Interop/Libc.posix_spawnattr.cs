using System.Runtime.InteropServices;

namespace Mutx.Cli.Interop;

internal static unsafe partial class Libc
{
    /// <summary>Bytes that hold a posix_spawnattr_t of every system (336 with glibc and musl, 8 on macOS).</summary>
    internal const int SizeOfSpawnAttributes = 512;

    internal const short POSIX_SPAWN_SETSIGDEF = 0x04;
    internal const short POSIX_SPAWN_SETSIGMASK = 0x08;

    /// <summary>posix_spawnattr_init(3)</summary>
    [LibraryImport("libc")]
    internal static partial int posix_spawnattr_init(void* attributes);

    /// <summary>posix_spawnattr_destroy(3)</summary>
    [LibraryImport("libc")]
    internal static partial int posix_spawnattr_destroy(void* attributes);

    /// <summary>posix_spawnattr_setflags(3)</summary>
    [LibraryImport("libc")]
    internal static partial int posix_spawnattr_setflags(void* attributes, short flags);

    /// <summary>posix_spawnattr_setsigdefault(3)</summary>
    [LibraryImport("libc")]
    internal static partial int posix_spawnattr_setsigdefault(void* attributes, void* set);

    /// <summary>posix_spawnattr_setsigmask(3)</summary>
    [LibraryImport("libc")]
    internal static partial int posix_spawnattr_setsigmask(void* attributes, void* set);
}
