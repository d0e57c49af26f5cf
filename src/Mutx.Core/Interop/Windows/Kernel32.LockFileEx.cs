using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Mutx.Interop;

internal static unsafe partial class Kernel32
{
    internal const uint LOCKFILE_FAIL_IMMEDIATELY = 1;
    internal const uint LOCKFILE_EXCLUSIVE_LOCK = 2;

    /// <summary>LockFileEx. Mandatory for the bytes it covers, so it covers one byte far past any content.</summary>
    [LibraryImport("kernel32", SetLastError = true)]
    internal static partial int LockFileEx(SafeFileHandle file, uint flags, uint reserved, uint lengthLow, uint lengthHigh, NativeOverlapped* overlapped);
}
