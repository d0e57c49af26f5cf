using System.Globalization;
using System.Text.RegularExpressions;

namespace Mutx.Processes.Tests;

/// <summary>
/// Processes that want one lock, in several tasks each: they wait, time out and cancel, some are killed, some are
/// stopped and go on, while lock files are swept away. A marker and a counter tell whether two ever held it together.
/// </summary>
public sealed partial class ExclusionUnderFire
{
    [Theory]
    [InlineData("kernel")]
    [InlineData("claim")]
    public async Task No_two_ever_hold_the_lock_and_no_count_is_lost(string method)
    {
        Dictionary<string, int> figures = await Run(method, processes: 8, seconds: 4);

        Assert.Equal(0, figures["overlaps"]);
        Assert.Equal(0, figures["lost"]);
        Assert.Equal(0, figures["unexpected"]);
        Assert.InRange(figures["counted"], 5, int.MaxValue);
        Assert.InRange(figures["kills"], 3, int.MaxValue);
        Assert.InRange(figures["stops"], 3, int.MaxValue);
    }

    [Fact]
    public async Task Control_without_a_lock_two_are_found_together()
    {
        Dictionary<string, int> figures = await Run("none", processes: 4, seconds: 1);

        Assert.InRange(figures["overlaps"], 1, int.MaxValue);
    }

    private static async Task<Dictionary<string, int>> Run(string method, int processes, int seconds)
    {
        using Sandbox sandbox = new();
        ProgramRun rig = sandbox.Run(Repository.Executable("Mutx.Soak"), method, $"{processes}", $"{seconds}")
            .With("DOTNET_ROOT", Repository.DotnetRoot);

        ProgramResult result = await (rig with { Deadline = TimeSpan.FromMinutes(5) }).RunAsync();

        result.AssertStatus(0);
        return Figure().Matches(result.Output).ToDictionary(
            match => match.Groups[1].Value, match => int.Parse(match.Groups[2].Value, CultureInfo.InvariantCulture));
    }

    [GeneratedRegex(@"(\w+)=(\d+)")]
    private static partial Regex Figure();
}
