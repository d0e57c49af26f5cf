using System.Diagnostics.CodeAnalysis;
using Mutx.Cli.Interop;

#pragma warning disable RS0030 // System.Environment.Exit: this is the one place that ends the process

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
