using Mutx.Interop;

namespace Mutx.Platform;

/// <summary>
/// The system's time, with a monotonic side that runs while the machine sleeps: what somebody else does meanwhile depends on it.
/// The base library's stands still then on Linux (CLOCK_MONOTONIC) and macOS; on Windows it runs on by itself.
/// </summary>
internal sealed class ContinuousTime : TimeProvider
{
    private const int LinuxBootTime = 7; // CLOCK_BOOTTIME
    private const int MacMonotonic = 6; // CLOCK_MONOTONIC, which counts sleep there
    private const long NanosecondsPerSecond = 1_000_000_000;

    private static readonly int Clock = OperatingSystem.IsLinux() ? LinuxBootTime : OperatingSystem.IsMacOS() ? MacMonotonic : -1;

    public override long TimestampFrequency => Clock < 0 ? base.TimestampFrequency : NanosecondsPerSecond;

    /// <summary>A clock for what others do meanwhile: this one in place of the system's, and a test's own as it is.</summary>
    public static TimeProvider InPlaceOf(TimeProvider time) => time == System ? Instance : time;

    public override long GetTimestamp()
    {
        if (Clock < 0)
        {
            return base.GetTimestamp();
        }

        Span<long> now = stackalloc long[2];
        _ = Libc.clock_gettime(Clock, now);
        return (now[0] * NanosecondsPerSecond) + now[1];
    }

    private static readonly ContinuousTime Instance = new();
}
