using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Mutx.Interop;

internal static partial class LibSystem
{
    internal const uint RENAME_SWAP = 2;
    internal const uint RENAME_EXCL = 4;

    /// <summary>renameatx_np(2)</summary>
    [LibraryImport("libSystem", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int renameatx_np(SafeFileHandle fromDirectory, string from, SafeFileHandle toDirectory, string to, uint flags);
}
