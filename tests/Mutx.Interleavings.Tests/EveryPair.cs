using Mutx.Interleavings.Tests.Exploring;
using Mutx.Interleavings.Tests.Scenarios;

namespace Mutx.Interleavings.Tests;

/// <summary>Two actors, every schedule, with a death and with a long sleep between any two steps: see <see cref="Invariants"/> for what must hold.</summary>
public sealed class EveryPair
{
    private const int Sample = 4000;

    public static TheoryData<string> Names => [.. Pairs.All.Select(each => each.Name).Where(each => Size.Pair is null || each == Size.Pair)];

    [Theory]
    [MemberData(nameof(Names))]
    public void In_every_schedule_all_promises_are_kept(string pair)
    {
        Scenario scenario = Pairs.All.Single(each => each.Name == pair);
        bool isSampled = scenario.IsLarge && !Size.IsFull;
        Report report = isSampled ? Explorer.Sample(scenario, Sample) : Explorer.All(scenario);
        Console.WriteLine(isSampled ? $"{pair}: {Sample} of more than {Explorer.MaxSchedules} schedules" : $"{pair}: all {report}");
        Assert.True(report.Violation is null, report.Violation);
        Assert.True(isSampled || scenario.IsLarge == (report.Schedules > Explorer.MaxSchedules), $"{pair} has {report.Schedules} schedules");
    }
}
