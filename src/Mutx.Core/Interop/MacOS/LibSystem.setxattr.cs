using System.Runtime.InteropServices;

namespace Mutx.Interop;

internal static unsafe partial class LibSystem
{
    /// <summary>setxattr(2)</summary>
    [LibraryImport("libSystem", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int setxattr(string path, string name, byte* value, nint size, uint position, int options);
}
