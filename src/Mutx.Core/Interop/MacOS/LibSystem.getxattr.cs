using System.Runtime.InteropServices;

namespace Mutx.Interop;

internal static unsafe partial class LibSystem
{
    internal const int XATTR_NOFOLLOW = 1;

    /// <summary>getxattr(2)</summary>
    [LibraryImport("libSystem", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial nint getxattr(string path, string name, byte* value, nint size, uint position, int options);
}
