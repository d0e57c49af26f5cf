using System.Globalization;

namespace Mutx.Cli.Output;

/// <summary>Times as people read them: 0.3s, 42s, 3m 05s, 2h 10m.</summary>
internal static class Elapsed
{
    public static string Format(TimeSpan time)
    {
        CultureInfo culture = CultureInfo.InvariantCulture;
        return time.TotalSeconds switch
        {
            < 9.95 => string.Create(culture, $"{Math.Max(0, time.TotalSeconds):F1}s"),
            < 59.5 => string.Create(culture, $"{time.TotalSeconds:F0}s"),
            < 3599.5 => string.Create(culture, $"{(long)Math.Round(time.TotalSeconds) / 60}m {(long)Math.Round(time.TotalSeconds) % 60:00}s"),
            _ => string.Create(culture, $"{(long)time.TotalHours}h {time.Minutes:00}m"),
        };
    }
}
