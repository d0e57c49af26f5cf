using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Mutx.Cli.Interop;

internal static partial class Libc
{
    internal const int SEEK_CUR = 1;

    /// <summary>lseek(2)</summary>
    [LibraryImport("libc", SetLastError = true)]
    internal static partial long lseek(SafeFileHandle descriptor, long offset, int origin);
}
