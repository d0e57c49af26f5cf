using Mutx.Interleavings.Tests.Scenarios;
using Mutx.Interleavings.Tests.Scheduling;

namespace Mutx.Interleavings.Tests.Exploring;

/// <summary>Goes through all schedules of a scenario: those in which nothing befalls anybody, and those with each mishap at each place.</summary>
internal static class Explorer
{
    public static int Max = int.Parse(Environment.GetEnvironmentVariable("MAX") ?? "3000");
    public static Report All(Scenario scenario, Rule without = Rule.None)
    {
        var report = new Report();
        Explore(scenario, Plan.Nothing, without, report);
        foreach (string process in Actors(scenario))
        {
            for (int at = 1; report.Violation is null && Explore(scenario, new Plan(Mishap.Death, process, at), without, report); at++)
            {
            }

            for (int at = 0; scenario.TimeMatters && report.Violation is null && Explore(scenario, new Plan(Mishap.Sleep, process, at), without, report); at++)
            {
            }
        }

        return report;
    }

    /// <summary>All schedules with one plan; whether in any of them the mishap came to pass.</summary>
    private static bool Explore(Scenario scenario, Plan plan, Rule without, Report report)
    {
        var strategy = new Exhaustive(plan);
        do
        {
            report.Add(plan, Run.Of(scenario, strategy, without));
        }
        while (report.Violation is null && report.Schedules < Max && strategy.Next());

        return strategy.EverBefell;
    }

    private static string[] Actors(Scenario scenario)
    {
        var world = new World(scenario, new Exhaustive(Plan.Nothing), Rule.None);
        return [.. world.Scheduler.Mains];
    }
}
