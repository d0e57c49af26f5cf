using Mutx.Diagnostics;

namespace Mutx.Locking;

/// <summary>How acquisitions end, as the meter shows it.</summary>
internal static class WaitCount
{
    public static void Add(LockWaitEnd end, bool waited, TimeSpan elapsed)
    {
        if (end == LockWaitEnd.Acquired)
        {
            Telemetry.Acquired(waited, elapsed);
        }
        else if (end == LockWaitEnd.TimedOut)
        {
            Telemetry.TimedOut();
        }
        else if (end == LockWaitEnd.Cancelled)
        {
            Telemetry.Abandoned();
        }
    }
}
