namespace Mutx.Interleavings.Tests.Disks;

/// <summary>
/// Time that stands still until it is moved: to file times, to timeouts and to the calendar it is the same. All work takes
/// no time; what takes some is sleeping and waiting, and that is the scheduler's to say.
/// </summary>
internal sealed class SimulatedClock : TimeProvider
{
    public static readonly DateTimeOffset Start = new(2026, 1, 31, 10, 0, 0, TimeSpan.Zero);

    public DateTimeOffset Now { get; set; } = Start;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    public override DateTimeOffset GetUtcNow() => Now;

    public override long GetTimestamp() => Now.Ticks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        throw new NotSupportedException("A timer's thread would be none of the scheduler's.");
}
