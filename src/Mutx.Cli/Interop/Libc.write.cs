using System.Runtime.InteropServices;

namespace Mutx.Cli.Interop;

internal static unsafe partial class Libc
{
    /// <summary>write(2). May write less than asked.</summary>
    [LibraryImport("libc", SetLastError = true)]
    internal static partial nint write(int descriptor, byte* content, nint length);
}
