using System.Runtime.InteropServices;

namespace Mutx.Interop;

internal static partial class Libc
{
    /// <summary>clock_gettime(2). A <c>struct timespec</c> of 64-bit systems: seconds, nanoseconds.</summary>
    [LibraryImport("libc")]
    internal static partial int clock_gettime(int clock, Span<long> time);
}
