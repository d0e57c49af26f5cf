using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Mutx.Interop;

internal static unsafe partial class Kernel32
{
    /// <summary>GetFileInformationByHandleEx</summary>
    [LibraryImport("kernel32", SetLastError = true)]
    internal static partial int GetFileInformationByHandleEx(SafeFileHandle file, int informationClass, byte* buffer, int size);
}
