using System.Runtime.InteropServices;

namespace Mutx.Interop;

internal static partial class Kernel32
{
    /// <summary>DeleteFileW</summary>
    [LibraryImport("kernel32", EntryPoint = "DeleteFileW", SetLastError = true, StringMarshalling = StringMarshalling.Utf16)]
    internal static partial int DeleteFile(string path);
}
