using System.Runtime.InteropServices;

namespace Mutx.Interop;

internal static partial class Kernel32
{
    /// <summary>CreateDirectoryW</summary>
    [LibraryImport("kernel32", EntryPoint = "CreateDirectoryW", SetLastError = true, StringMarshalling = StringMarshalling.Utf16)]
    internal static partial int CreateDirectory(string path, nint security);
}
