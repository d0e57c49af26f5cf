using Mutx.Housekeeping;
using Mutx.Interleavings.Tests.Disks;
using Mutx.Interleavings.Tests.Scenarios;
using Mutx.Interleavings.Tests.Scheduling;

namespace Mutx.Interleavings.Tests.Exploring;

/// <summary>One run of a scenario, from a new world to the last look at it.</summary>
internal static class Run
{
    // Longer than anything is respected that nobody keeps fresh.
    private static readonly TimeSpan LongAfter = TimeSpan.FromHours(5);

    public static Outcome Of(Scenario scenario, Strategy strategy, Rule without = Rule.None, bool tells = false)
    {
        using var world = new World(scenario, strategy, without);
        world.Scheduler.Run();
        if (!world.Scheduler.IsGivenUp && !world.Scheduler.IsBeyondLimit && world.Scheduler.Violation is null)
        {
            CheckEnd(world, scenario);
        }

        string? violation = world.Scheduler.Violation;
        return new Outcome(violation, world.Scheduler.IsGivenUp, violation is not null || tells ? world.Scheduler.Describe() : null);
    }

    /// <summary>Nothing is left where nobody died, but claims that are held; where all have died, a sweep finds all that they left.</summary>
    private static void CheckEnd(World world, Scenario scenario)
    {
        world.Invariants.CheckLocks();
        bool hasDead = world.Scheduler.Processes.Any(each => each.IsDead);
        string? claim = Path.GetFileName(world.Invariants.Claim);
        string[] left = Left(world, scenario);
        if (!hasDead)
        {
            RefuseLitter(world, left.Where(name => name != claim));
        }

        if (left.Length > 0)
        {
            foreach (SimulatedProcess process in world.Scheduler.Processes)
            {
                world.Scheduler.Kill(process);
            }

            Sweep(world, scenario.Directory);
            RefuseLitter(world, Left(world, scenario));
        }

        world.Invariants.CheckFiles();
    }

    private static string[] Left(World world, Scenario scenario) => [.. world.NamesIn(scenario.Directory).Except(scenario.MayStay)];

    private static void RefuseLitter(World world, IEnumerable<string> left)
    {
        foreach (string name in left)
        {
            world.Scheduler.Fail($"{name} is left over");
        }
    }

    private static void Sweep(World world, string directory)
    {
        world.Clock.Now += LongAfter;
        SimulatedDisk disk = world.AddProcess("sweeper");
        var housekeeper = new Housekeeper(disk, directory, new HousekeepingOptions { TimeProvider = world.Clock });
        foreach (DirectoryPlan plan in housekeeper.Plan(CancellationToken.None))
        {
            housekeeper.Apply(plan, CancellationToken.None);
        }

        disk.CloseOnDisk();
    }
}
