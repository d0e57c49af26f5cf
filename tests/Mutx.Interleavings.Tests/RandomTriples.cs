using Mutx.Interleavings.Tests.Exploring;
using Mutx.Interleavings.Tests.Scenarios;
using Mutx.Interleavings.Tests.Scheduling;

namespace Mutx.Interleavings.Tests;

/// <summary>Three actors, and more threads than that: schedules at random, by seed.</summary>
public sealed class RandomTriples
{
    [Fact]
    public void In_random_schedules_all_promises_are_kept()
    {
        if (Size.Seed is { } one)
        {
            Repeat(one);
            return;
        }

        string? violation = null;
        int threads = Environment.ProcessorCount * 2;
        Explorer.Together(threads, i =>
        {
            for (int seed = i; seed < Size.Schedules && Volatile.Read(ref violation) is null; seed += threads)
            {
                if (Of(seed) is { Violation: { } what } outcome)
                {
                    Interlocked.CompareExchange(
                        ref violation,
                        $"{Scenario(seed)}: {what}:\n{outcome.Steps}\nagain: {Size.Again(seed)}",
                        null);
                }
            }
        });
        Console.WriteLine($"{Size.Schedules} random schedules of {Triples.All.Count} scenarios");
        Assert.True(violation is null, violation);
    }

    [Fact]
    public void The_same_seed_gives_the_same_steps()
    {
        for (int seed = 0; seed < 10 * Triples.All.Count; seed++)
        {
            Assert.Equal(Of(seed, tells: true).Steps, Of(seed, tells: true).Steps);
        }
    }

    private static void Repeat(int seed)
    {
        Outcome outcome = Of(seed, tells: true);
        Console.WriteLine($"{Scenario(seed)}, seed {seed}:\n{outcome.Steps}");
        Assert.True(outcome.Violation is null, outcome.Violation);
    }

    private static Scenario Scenario(int seed) => Triples.All[seed % Triples.All.Count];

    private static Outcome Of(int seed, bool tells = false) =>
        Run.Of(Scenario(seed), new RandomWalk(seed, Scenario(seed).TimeMatters), tells: tells);
}
