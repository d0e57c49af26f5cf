using System.Runtime.InteropServices;

namespace Mutx.Interop;

internal static partial class Libc
{
    /// <summary>geteuid(2)</summary>
    [LibraryImport("libc")]
    internal static partial uint geteuid();
}
