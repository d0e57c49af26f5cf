using System.Globalization;

namespace Mutx.Interleavings.Tests;

/// <summary>How much is explored: what fits into the suite, or what the environment asks for, see CONTRIBUTING.</summary>
internal static class Size
{
    /// <summary>Whether the pairs that the suite only samples are gone through in full (MUTX_TEST_FULL=1).</summary>
    public static bool IsFull => Environment.GetEnvironmentVariable("MUTX_TEST_FULL") == "1";

    /// <summary>The one pair that is to be explored (MUTX_TEST_PAIR=NAME); null for all.</summary>
    public static string? Pair => Environment.GetEnvironmentVariable("MUTX_TEST_PAIR");

    /// <summary>How many schedules of three actors are tried (MUTX_TEST_SCHEDULES=N).</summary>
    public static int Schedules => Number("MUTX_TEST_SCHEDULES") ?? 20_000;

    /// <summary>The one schedule of those that dice are thrown for that is to be repeated (MUTX_TEST_SEED=N); null for all.</summary>
    public static int? Seed => Number("MUTX_TEST_SEED");

    /// <summary>The command that repeats what a seed brought.</summary>
    public static string Again(int seed) =>
        string.Create(CultureInfo.InvariantCulture, $"MUTX_TEST_SEED={seed} ./test.sh Mutx.Interleavings.Tests");

    private static int? Number(string variable) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : null;
}
