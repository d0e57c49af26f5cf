using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Mutx.Interop;

internal static partial class LibSystem
{
    /// <summary>fstatat(2) with 64-bit inode numbers, which on Intel machines has a name of its own.</summary>
    [LibraryImport("libSystem", EntryPoint = "fstatat$INODE64", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int fstatat_x64(SafeFileHandle directory, string path, out StatBuffer buffer, int flags);
}
