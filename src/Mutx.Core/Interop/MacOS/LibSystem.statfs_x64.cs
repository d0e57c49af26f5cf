using System.Runtime.InteropServices;

namespace Mutx.Interop;

internal static partial class LibSystem
{
    /// <summary>statfs(2) with 64-bit inode numbers, as Intel's are called</summary>
    [LibraryImport("libSystem", EntryPoint = "statfs$INODE64", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int statfs_x64(string path, out StatfsBuffer buffer);
}
