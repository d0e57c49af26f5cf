using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Mutx.Interop;

internal static partial class Libc
{
    /// <summary>fdatasync(2): fsync(2) without the times of the file, which need no write of their own then.</summary>
    [LibraryImport("libc", SetLastError = true)]
    internal static partial int fdatasync(SafeFileHandle fd);
}
