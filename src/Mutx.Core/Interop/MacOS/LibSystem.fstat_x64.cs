using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Mutx.Interop;

internal static partial class LibSystem
{
    /// <summary>fstat(2) with 64-bit inode numbers, which on Intel machines has a name of its own.</summary>
    [LibraryImport("libSystem", EntryPoint = "fstat$INODE64", SetLastError = true)]
    internal static partial int fstat_x64(SafeFileHandle fd, out StatBuffer buffer);
}
