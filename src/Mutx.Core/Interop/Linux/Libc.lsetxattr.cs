using System.Runtime.InteropServices;

namespace Mutx.Interop;

internal static unsafe partial class Libc
{
    /// <summary>lsetxattr(2)</summary>
    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int lsetxattr(string path, string name, byte* value, nint size, int flags);
}
