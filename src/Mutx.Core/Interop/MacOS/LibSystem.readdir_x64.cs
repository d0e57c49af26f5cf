using System.Runtime.InteropServices;

namespace Mutx.Interop;

internal static partial class LibSystem
{
    /// <summary>readdir(3) with 64-bit inode numbers, which on Intel machines has a name of its own.</summary>
    [LibraryImport("libSystem", EntryPoint = "readdir$INODE64", SetLastError = true)]
    internal static partial nint readdir_x64(nint stream);
}
