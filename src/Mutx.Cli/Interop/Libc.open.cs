using System.Runtime.InteropServices;

namespace Mutx.Cli.Interop;

internal static partial class Libc
{
    /// <summary>What can be opened everywhere: on Linux only as a place, which needs no permission.</summary>
    internal static readonly string PlaceholderPath = OperatingSystem.IsMacOS() ? "/dev/null" : "/";

    /// <summary>Closed on exec; on Linux O_PATH, with which reading and writing fail as on a closed descriptor.</summary>
    internal static readonly int PlaceholderFlags = OperatingSystem.IsMacOS() ? 0x1000002 : 0x280000;

    /// <summary>open(2) without O_CREAT: then no third argument is read, and being variadic changes nothing.</summary>
    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int open(string path, int flags);
}
