using System.Runtime.InteropServices;

namespace Mutx.Interop;

internal static unsafe partial class Libc
{
    /// <summary>lgetxattr(2)</summary>
    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial nint lgetxattr(string path, string name, byte* value, nint size);
}
