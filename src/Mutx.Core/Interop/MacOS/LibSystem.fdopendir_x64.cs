using System.Runtime.InteropServices;

namespace Mutx.Interop;

internal static partial class LibSystem
{
    /// <summary>fdopendir(3) with 64-bit inode numbers, which on Intel machines has a name of its own.</summary>
    [LibraryImport("libSystem", EntryPoint = "fdopendir$INODE64", SetLastError = true)]
    internal static partial nint fdopendir_x64(int fd);
}
