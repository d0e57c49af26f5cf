using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Mutx.Interop;

internal static partial class LibSystem
{
    internal const uint COPYFILE_ACL = 1;
    internal const uint COPYFILE_XATTR = 4;

    /// <summary>fcopyfile(3)</summary>
    [LibraryImport("libSystem", SetLastError = true)]
    internal static partial int fcopyfile(SafeFileHandle from, SafeFileHandle to, nint state, uint flags);
}
