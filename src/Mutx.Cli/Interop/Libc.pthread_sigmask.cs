using System.Runtime.InteropServices;

namespace Mutx.Cli.Interop;

internal static unsafe partial class Libc
{
    internal static readonly int SIG_UNBLOCK = OperatingSystem.IsMacOS() ? 2 : 1;
    internal static readonly int SIG_SETMASK = OperatingSystem.IsMacOS() ? 3 : 2;

    /// <summary>pthread_sigmask(3)</summary>
    [LibraryImport("libc")]
    internal static partial int pthread_sigmask(int how, void* set, void* previous);
}
