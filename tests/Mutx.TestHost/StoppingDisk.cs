using Mutx.Faults.Tests.Disks;
using Mutx.Platform;

namespace Mutx.TestHost;

/// <summary>The real disk for a process that stops itself (SIGSTOP) before a certain step, until it is told to continue.</summary>
internal sealed class StoppingDisk(Disk inner) : DiskDecorator(inner)
{
    [ThreadStatic]
    private static int _steps;

    /// <summary>Stops before the step of that number from here on that this thread takes, counted from one; never for zero.</summary>
    public static void StopBefore(int steps) => _steps = steps;

    protected override bool Replaces<T>(DiskCall call, out T result)
    {
        result = default!;
        if (--_steps == 0)
        {
            StopSelf.Now();
        }

        return false;
    }
}
