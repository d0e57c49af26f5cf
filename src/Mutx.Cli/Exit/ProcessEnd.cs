using System.Diagnostics.CodeAnalysis;
using Mutx.Cli.Interop;

namespace Mutx.Cli.Exit;

/// <summary>Ends the process without waiting for any other thread: one may be blocked in read(2) for ever.</summary>
internal static class ProcessEnd
{
    [DoesNotReturn]
    public static void Now(ExitStatus status)
    {
        if (!OperatingSystem.IsWindows())
        {
            Libc._exit((int)status);
        }

        Environment.Exit((int)status);
    }
}
