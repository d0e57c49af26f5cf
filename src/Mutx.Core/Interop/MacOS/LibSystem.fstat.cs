using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Mutx.Interop;

internal static partial class LibSystem
{
    /// <summary>fstat(2)</summary>
    [LibraryImport("libSystem", SetLastError = true)]
    internal static partial int fstat(SafeFileHandle fd, out StatBuffer buffer);
}
