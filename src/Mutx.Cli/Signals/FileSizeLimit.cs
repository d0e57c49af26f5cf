using Mutx.Cli.Interop;

namespace Mutx.Cli.Signals;

/// <summary>A process that writes beyond its limit on file sizes (ulimit -f) is killed by SIGXFSZ. Where that is ignored,
/// the write fails instead, and the failure is told like any other.</summary>
internal static unsafe class FileSizeLimit
{
    /// <summary>Has writes beyond the limit fail. Children get the default back.</summary>
    public static void MakeError()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        byte* action = stackalloc byte[Libc.SizeOfSigaction];
        new Span<byte>(action, Libc.SizeOfSigaction).Clear();
        *(nint*)action = Libc.SIG_IGN;
        _ = Libc.sigaction(Libc.SIGXFSZ, action, null);
    }
}
