using Mutx.Interleavings.Tests.Disks;
using Mutx.Interleavings.Tests.Exploring;
using Mutx.Interleavings.Tests.Scenarios;
using Mutx.Interleavings.Tests.Scheduling;
using Mutx.Platform;
using Mutx.Primitives;

namespace Mutx.Interleavings.Tests;

/// <summary>
/// Schedules that are skipped are like one that isn't. Small random programs are run by all schedules there are, one by one,
/// and by those that the explorer chooses: the results that their actors can see are the same sets.
/// </summary>
public sealed class ReductionLosesNothing
{
    [Theory]
    [InlineData(2, 3, 100)]
    [InlineData(3, 1, 100)]
    public void All_results_that_are_possible_are_seen(int actors, int steps, int programs)
    {
        int all = 0;
        int chosen = 0;
        for (int seed = 0; seed < programs; seed++)
        {
            (HashSet<string> possible, int count) = Results(seed, actors, steps, new Unreduced());
            (HashSet<string> seen, int fewer) = Results(seed, actors, steps, new Exhaustive(Plan.Nothing));
            Assert.True(possible.SetEquals(seen), $"program {seed}: {string.Join('\n', possible.Except(seen))}\nis never seen, or\n{string.Join('\n', seen.Except(possible))}\nis impossible");
            all += count;
            chosen += fewer;
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{chosen} of {all} schedules of {programs} programs bring all there is");
        Assert.True(chosen < all / 3, $"{chosen} of {all}: nothing is skipped");
    }

    private static (HashSet<string> Results, int Schedules) Results(int seed, int actors, int steps, Unreduced strategy) =>
        Results(seed, actors, steps, strategy, strategy.Next);

    private static (HashSet<string> Results, int Schedules) Results(int seed, int actors, int steps, Exhaustive strategy) =>
        Results(seed, actors, steps, strategy, strategy.Next);

    private static (HashSet<string> Results, int Schedules) Results(int seed, int actors, int steps, Strategy strategy, Func<bool> next)
    {
        var results = new HashSet<string>();
        int schedules = 0;
        do
        {
            var said = new List<string>[actors];
            var scenario = new Scenario("a random program", world =>
            {
                world.Put($"{World.Data}/a", "a");
                world.Put($"{World.Locks}/lock", "");
                for (int i = 0; i < actors; i++)
                {
                    int index = i;
                    var words = said[i] = [];
                    SimulatedDisk disk = world.AddProcess($"{i}");
                    DiskDirectory directory = disk.OpenDirectory(World.Data);
                    world.AddThread($"{i}", disk, _ => RandomProgram.Run(new Random((seed * 10) + index), disk, directory, steps, words));
                }
            })
            {
                MayStay = ["a", "b"],
            };
            Outcome outcome = Run.Of(scenario, strategy);
            if (!outcome.WasGivenUp)
            {
                schedules++;
                results.Add(string.Join(" | ", said.Select(words => string.Join(", ", words))));
            }
        }
        while (next());
        return (results, schedules);
    }

    /// <summary>All schedules, one after the other.</summary>
    private sealed class Unreduced : Strategy
    {
        private readonly List<(int Chosen, int Count)> _choices = [];
        private int _depth;

        public override Actor? Pick(List<Actor> possible, IReadOnlyList<Actor> all)
        {
            if (_depth == _choices.Count)
            {
                _choices.Add((0, possible.Count));
            }

            Assert.Equal(possible.Count, _choices[_depth].Count);
            return possible[_choices[_depth++].Chosen];
        }

        public override bool IsDoomed(Actor actor) => false;

        public override Mishap Befalls(Actor actor) => Mishap.None;

        public bool Next()
        {
            _depth = 0;
            while (_choices.Count > 0)
            {
                (int chosen, int count) = _choices[^1];
                _choices.RemoveAt(_choices.Count - 1);
                if (chosen + 1 < count)
                {
                    _choices.Add((chosen + 1, count));
                    return true;
                }
            }

            return false;
        }
    }

    /// <summary>Steps at random on two names, with locks that are waited for, and a signal of a thread of its own.</summary>
    private static class RandomProgram
    {
        private static readonly string[] Names = ["a", "b"];

        public static void Run(Random random, SimulatedDisk disk, DiskDirectory directory, int steps, List<string> said)
        {
            DiskFile? locked = null;
            for (int i = 0; i < steps; i++)
            {
                string name = Names[random.Next(2)];
                string other = Names[random.Next(2)];
                try
                {
                    said.Add(Step(random.Next(9), disk, directory, name, other, ref locked));
                }
                catch (MutxException e)
                {
                    said.Add(e.Error.ToString());
                }
            }

            locked?.Dispose();
        }

        private static DiskFile OpenLockFile(SimulatedDisk disk) => disk.OpenLockFile($"{World.Locks}/lock", SymbolicLinks.Refuse)!;

        private static string Step(int step, SimulatedDisk disk, DiskDirectory directory, string name, string other, ref DiskFile? locked)
        {
            switch (step)
            {
                case 0:
                    using (DiskFile? made = disk.CreateNew(directory, name, UnixFileMode.UserRead))
                    {
                        return made is null ? "taken" : "made";
                    }

                case 1: return disk.Remove(directory, name) ? "removed" : "nothing";
                case 2: return disk.Rename(directory, name, directory, other, RenameMode.Replace).ToString();
                case 3: return disk.Rename(directory, name, directory, other, RenameMode.NoReplace).ToString();
                case 4: return disk.Link(directory, name, directory, other).ToString();
                case 5: return disk.Look(directory, name) is { } status ? $"{status.Identity.Inode} {status.LinkCount}" : "nothing";
                case 6:
                    string names = "";
                    disk.List(directory, (each, _) => names += each.ToString());
                    return names;
                case 7:
                    // One lock at a time: who waits for one while he has another may wait for ever.
                    locked?.Dispose();
                    locked = OpenLockFile(disk);
                    disk.Lock(locked, LockMode.Exclusive);
                    return "locked";
                default:
                    using (DiskFile tried = OpenLockFile(disk))
                    {
                        return disk.TryLock(tried, LockMode.Exclusive) ? "got" : "held";
                    }
            }
        }
    }
}
