using System.Runtime.InteropServices;

namespace Mutx.Interop;

internal static partial class Kernel32
{
    /// <summary>MoveFileExW</summary>
    [LibraryImport("kernel32", EntryPoint = "MoveFileExW", SetLastError = true, StringMarshalling = StringMarshalling.Utf16)]
    internal static partial int MoveFileEx(string from, string to, uint flags);
}
