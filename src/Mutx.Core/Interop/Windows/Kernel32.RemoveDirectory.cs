using System.Runtime.InteropServices;

namespace Mutx.Interop;

internal static partial class Kernel32
{
    /// <summary>RemoveDirectoryW</summary>
    [LibraryImport("kernel32", EntryPoint = "RemoveDirectoryW", SetLastError = true, StringMarshalling = StringMarshalling.Utf16)]
    internal static partial int RemoveDirectory(string path);
}
