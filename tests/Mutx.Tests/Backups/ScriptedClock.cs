namespace Mutx.Tests.Backups;

/// <summary>A clock that stands at a time, in a time zone.</summary>
internal sealed class ScriptedClock(DateTimeOffset now, TimeZoneInfo? zone = null) : TimeProvider
{
    public DateTimeOffset Now { get; set; } = now;

    public override TimeZoneInfo LocalTimeZone => zone ?? TimeZoneInfo.Utc;

    public override DateTimeOffset GetUtcNow() => Now;
}
