using System.Runtime.InteropServices;

namespace Mutx.Interop;

internal static partial class Libc
{
    /// <summary>realpath(3). With no buffer of the caller's it allocates one, to be given back with free(3).</summary>
    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial nint realpath(string path, nint resolved);
}
