using System.Globalization;

namespace Mutx.Processes.Tests;

/// <summary>How often a heavy test repeats itself: a few times in the suite, in full on request, see CONTRIBUTING.</summary>
internal static class Size
{
    /// <summary>Whether the environment asks for the full size (MUTX_TEST_FULL=1).</summary>
    public static bool IsFull => Environment.GetEnvironmentVariable("MUTX_TEST_FULL") == "1";

    public static int Of(int quick, int full) => IsFull ? full : quick;

    /// <summary>The latencies in words, for the test's output.</summary>
    public static string Describe(IEnumerable<TimeSpan> times)
    {
        TimeSpan[] sorted = [.. times.Order()];
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{sorted.Length} times: median {Median(sorted, 0.5):0.00} ms, p99 {Median(sorted, 0.99):0.00} ms, longest {sorted[^1].TotalMilliseconds:0.00} ms");
    }

    public static TimeSpan Percentile(IEnumerable<TimeSpan> times, double part)
    {
        TimeSpan[] sorted = [.. times.Order()];
        return sorted[(int)Math.Ceiling(part * sorted.Length) - 1];
    }

    private static double Median(TimeSpan[] sorted, double part) => Percentile(sorted, part).TotalMilliseconds;
}
