using System.Runtime.InteropServices;

namespace Mutx.Cli.Interop;

internal static unsafe partial class SystemNative
{
    /// <summary>The process's environment as the kernel gave it, bytes that are no UTF-8 included. libc offers it as a
    /// variable only, which can't be imported; the runtime's own native library, always there, has this for it.</summary>
    [LibraryImport("libSystem.Native", EntryPoint = "SystemNative_GetEnviron")]
    internal static partial byte** GetEnviron();
}
