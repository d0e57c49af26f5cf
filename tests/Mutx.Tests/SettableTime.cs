namespace Mutx.Tests;

/// <summary>A clock that stands still unless it is moved; calendar and monotonic side move apart on request.</summary>
internal sealed class SettableTime(DateTimeOffset now) : TimeProvider
{
    private TimeSpan _elapsed;

    public DateTimeOffset Now { get; set; } = now;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => Now;

    public override long GetTimestamp() => _elapsed.Ticks;

    /// <summary>Lets time pass, on both sides.</summary>
    public void Pass(TimeSpan time)
    {
        Now += time;
        _elapsed += time;
    }

    /// <summary>Sets the calendar, which is not the passing of time.</summary>
    public void SetTheClockBy(TimeSpan difference) => Now += difference;
}
