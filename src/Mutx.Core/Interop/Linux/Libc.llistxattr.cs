using System.Runtime.InteropServices;

namespace Mutx.Interop;

internal static unsafe partial class Libc
{
    /// <summary>llistxattr(2)</summary>
    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial nint llistxattr(string path, byte* names, nint size);
}
