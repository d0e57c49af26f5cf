using System.Runtime.InteropServices;

namespace Mutx.Interop;

internal static partial class Libc
{
    /// <summary>poll(2)</summary>
    [LibraryImport("libc", SetLastError = true)]
    internal static partial int poll(ref PollEntry entries, nuint count, int timeoutMilliseconds);
}
