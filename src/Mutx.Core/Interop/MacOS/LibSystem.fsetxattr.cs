using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Mutx.Interop;

internal static unsafe partial class LibSystem
{
    /// <summary>fsetxattr(2)</summary>
    [LibraryImport("libSystem", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int fsetxattr(SafeFileHandle fd, string name, byte* value, nint size, uint position, int options);
}
