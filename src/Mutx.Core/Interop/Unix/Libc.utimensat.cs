using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Mutx.Interop;

internal static partial class Libc
{
    /// <summary>utimensat(2). Without times both become the present, by the clock of whoever keeps the file: a server's own on NFS.</summary>
    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int utimensat(SafeFileHandle directory, string name, nint times, int flags);
}
