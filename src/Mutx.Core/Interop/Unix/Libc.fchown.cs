using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Mutx.Interop;

internal static partial class Libc
{
    /// <summary>fchown(2). Clears the set-user-ID and set-group-ID bits, so it comes before fchmod.</summary>
    [LibraryImport("libc", SetLastError = true)]
    internal static partial int fchown(SafeFileHandle fd, uint owner, uint group);
}
