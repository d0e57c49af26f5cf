using Mutx.Platform;

namespace Mutx.Backups;

/// <summary>Between an instant and the local time that names are made of.</summary>
internal static class BackupClock
{
    /// <summary>The local time now, to the second, as it goes into a name.</summary>
    public static DateTime LocalNow(TimeProvider clock)
    {
        DateTime now = TimeZoneInfo.ConvertTime(clock.GetUtcNow(), LocalTime.ZoneOf(clock)).DateTime;
        return new DateTime(now.Ticks - (now.Ticks % TimeSpan.TicksPerSecond), DateTimeKind.Unspecified);
    }

    /// <summary>
    /// The instant of a local time in a name. One that the clock showed twice is taken for the later, and one that it
    /// skipped for what it would have been: an age errs to the younger side, and nothing throws.
    /// </summary>
    public static DateTimeOffset InstantOf(DateTime local, TimeZoneInfo zone)
    {
        long ticks = local.Ticks - zone.GetUtcOffset(local).Ticks;
        return new DateTimeOffset(Math.Clamp(ticks, DateTime.MinValue.Ticks, DateTime.MaxValue.Ticks), TimeSpan.Zero);
    }
}
