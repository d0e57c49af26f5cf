using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Mutx.Interop;

internal static partial class LibSystem
{
    /// <summary>fstatat(2)</summary>
    [LibraryImport("libSystem", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int fstatat(SafeFileHandle directory, string path, out StatBuffer buffer, int flags);
}
