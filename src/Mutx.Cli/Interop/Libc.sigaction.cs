using System.Runtime.InteropServices;

namespace Mutx.Cli.Interop;

internal static unsafe partial class Libc
{
    internal const int SIGHUP = 1;
    internal const int SIGINT = 2;
    internal const int SIGKILL = 9;
    internal const int SIGPIPE = 13;
    internal const int SIGTERM = 15;
    internal const int SIGXFSZ = 25;
    internal const int LinuxSIGCHLD = 17;
    internal const int MacSIGCHLD = 20;
    internal const nint SIG_IGN = 1;

    internal static readonly int SIGURG = OperatingSystem.IsMacOS() ? 16 : 23;

    /// <summary>Bytes that hold a struct sigaction of every system (152 on 64-bit Linux, 16 on macOS); the handler is
    /// its first field on all of them.</summary>
    internal const int SizeOfSigaction = 256;

    /// <summary>sigaction(2). With no new action it only tells the present one.</summary>
    [LibraryImport("libc", SetLastError = true)]
    internal static partial int sigaction(int signal, void* newAction, void* presentAction);
}
