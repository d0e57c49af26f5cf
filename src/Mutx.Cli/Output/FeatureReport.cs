using System.Globalization;
using Mutx.Features;
using Mutx.Primitives;

namespace Mutx.Cli.Output;

/// <summary>Tells of feature locks.</summary>
internal static class FeatureReport
{
    public static string Line(FeatureLock held)
    {
        TimeSpan age = TimeSpan.FromSeconds(Math.Max(0, Math.Floor(held.Age.TotalSeconds)));
        return string.Create(
            CultureInfo.InvariantCulture,
            $"pid {held.ProcessId}, since {held.Timestamp.UtcDateTime:yyyy-MM-ddTHH:mm:ss.fffZ}, age {DurationText.Format(age)}");
    }

    /// <summary>The lock of a feature, or that there is none.</summary>
    public static string Json(string operation, string feature, FeatureLock? held) => JsonText.Object(writer =>
    {
        writer.WriteString("operation", operation);
        writer.WriteString("feature", feature);
        writer.WriteBoolean("held", held is not null);
        if (held is not null)
        {
            writer.WriteNumber("pid", held.ProcessId);
            writer.WriteNumber("timestamp", (decimal)held.Timestamp.ToUnixTimeMilliseconds() / 1000);
            writer.WriteNumber("age", Math.Round((decimal)held.Age.TotalSeconds, 3));
        }
    });

    /// <summary>Whether there was a lock to release.</summary>
    public static string Json(string operation, string feature, bool released) => JsonText.Object(writer =>
    {
        writer.WriteString("operation", operation);
        writer.WriteString("feature", feature);
        writer.WriteBoolean("released", released);
    });

    /// <summary>The current feature, or null.</summary>
    public static string Json(string operation, string? feature) => JsonText.Object(writer =>
    {
        writer.WriteString("operation", operation);
        writer.WriteString("feature", feature);
    });
}
