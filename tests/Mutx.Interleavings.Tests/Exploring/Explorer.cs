using Mutx.Interleavings.Tests.Scenarios;
using Mutx.Interleavings.Tests.Scheduling;

namespace Mutx.Interleavings.Tests.Exploring;

/// <summary>
/// Goes through the schedules of a scenario: those in which nothing befalls anybody, and for each actor those in which it dies after
/// each of its steps, and sleeps for long before each. Each of these parts has a thread of its own.
/// </summary>
internal static class Explorer
{
    /// <summary>More than this many schedules are sampled in the suite.</summary>
    public const int MaxSchedules = 100_000;

    /// <summary>All of them; ends early where something goes wrong.</summary>
    public static Report All(Scenario scenario, Rule without = Rule.None)
    {
        var parts = new List<IEnumerable<Plan>> { new[] { Plan.Nothing } };
        foreach (string actor in Actors(scenario))
        {
            parts.Add(Enumerable.Range(1, int.MaxValue - 1).Select(at => new Plan(Mishap.Death, actor, at)));
            if (scenario.TimeMatters)
            {
                // A sleep before the first step is no more than a late start.
                parts.Add(Enumerable.Range(1, int.MaxValue - 1).Select(at => new Plan(Mishap.Sleep, actor, at)));
            }
        }

        var reports = new Report[parts.Count];
        bool[] isViolated = new bool[parts.Count];
        Together(parts.Count, i =>
        {
            // Only an earlier part ends a later one: whichever thread is faster, the same violation is told.
            reports[i] = Explore(scenario, parts[i], without, () => Array.IndexOf(isViolated, true, 0, i) >= 0);
            if (reports[i].Violation is not null)
            {
                Volatile.Write(ref isViolated[i], true);
            }
        });
        return Sum(reports);
    }

    /// <summary>Some, by seeds from 0 on; only one of them where the environment says which.</summary>
    public static Report Sample(Scenario scenario, int schedules)
    {
        if (Size.Seed is { } one)
        {
            var repeated = new Report();
            repeated.Add(one, Run.Of(scenario, new RandomWalk(one, scenario.TimeMatters)));
            return repeated;
        }

        var reports = new Report[Environment.ProcessorCount * 2];
        Together(reports.Length, i =>
        {
            reports[i] = new Report();
            for (int seed = i; seed < schedules && reports[i].Violation is null; seed += reports.Length)
            {
                reports[i].Add(seed, Run.Of(scenario, new RandomWalk(seed, scenario.TimeMatters)));
            }
        });
        return Sum(reports);
    }

    /// <summary>Does something several times at once, each on a thread of its own, and throws what one of them throws.</summary>
    public static void Together(int times, Action<int> work) =>
        Task.WhenAll(Enumerable.Range(0, times).Select(i => Task.Factory.StartNew(
            () => work(i), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default))).GetAwaiter().GetResult();

    /// <summary>One plan after the other, until one comes to pass in no schedule any more.</summary>
    private static Report Explore(Scenario scenario, IEnumerable<Plan> plans, Rule without, Func<bool> isOver)
    {
        var report = new Report();
        foreach (Plan plan in plans)
        {
            var strategy = new Exhaustive(plan);
            do
            {
                report.Add(plan, Run.Of(scenario, strategy, without));
            }
            while (report.Violation is null && !isOver() && strategy.Next());

            if (!strategy.EverBefell || report.Violation is not null || isOver())
            {
                break;
            }
        }

        return report;
    }

    private static Report Sum(IEnumerable<Report> reports)
    {
        var sum = new Report();
        foreach (Report each in reports)
        {
            sum.Add(each);
        }

        return sum;
    }

    private static string[] Actors(Scenario scenario)
    {
        using var world = new World(scenario, new Exhaustive(Plan.Nothing), Rule.None);
        return [.. world.Scheduler.Mains];
    }
}
