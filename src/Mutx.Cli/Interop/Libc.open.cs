using System.Runtime.InteropServices;

namespace Mutx.Cli.Interop;

internal static partial class Libc
{
    internal const int O_RDWR = 2;

    /// <summary>open(2) without O_CREAT: then no third argument is read, and being variadic changes nothing.</summary>
    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int open(string path, int flags);
}
