using System.Globalization;
using System.Runtime.InteropServices;

namespace Mutx.Bench;

/// <summary>What the figures were measured on.</summary>
internal static class Machine
{
    public static string Description =>
        $"{Processor}, {Environment.ProcessorCount} logical processors, {RuntimeInformation.OSDescription.Trim()}, "
        + RuntimeInformation.FrameworkDescription;

    /// <summary>How many processes wanted to run during the last minute; null where the system doesn't tell.</summary>
    public static double? Load =>
        File.Exists("/proc/loadavg")
            ? double.Parse(File.ReadAllText("/proc/loadavg").Split(' ')[0], CultureInfo.InvariantCulture)
            : null;

    private static string Processor =>
        (File.Exists("/proc/cpuinfo") ? File.ReadLines("/proc/cpuinfo") : [])
            .FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))?.Split(':', 2)[1].Trim()
        ?? RuntimeInformation.ProcessArchitecture.ToString();
}
