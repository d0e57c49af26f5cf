using System.Runtime.InteropServices;

namespace Mutx.Interop;

internal static unsafe partial class Libc
{
    /// <summary>getentropy(3), at most 256 bytes a call.</summary>
    [LibraryImport("libc", SetLastError = true)]
    internal static partial int getentropy(byte* buffer, nint length);
}
