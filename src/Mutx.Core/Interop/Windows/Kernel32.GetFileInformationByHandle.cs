using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Mutx.Interop;

internal static partial class Kernel32
{
    /// <summary>GetFileInformationByHandle</summary>
    [LibraryImport("kernel32", SetLastError = true)]
    internal static partial int GetFileInformationByHandle(SafeFileHandle file, out ByHandleFileInformation information);
}
