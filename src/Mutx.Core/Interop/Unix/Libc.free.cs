using System.Runtime.InteropServices;

namespace Mutx.Interop;

internal static partial class Libc
{
    /// <summary>free(3)</summary>
    [LibraryImport("libc")]
    internal static partial void free(nint memory);
}
