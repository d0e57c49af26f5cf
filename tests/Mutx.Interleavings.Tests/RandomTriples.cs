using Mutx.Interleavings.Tests.Exploring;
using Mutx.Interleavings.Tests.Scenarios;
using Mutx.Interleavings.Tests.Scheduling;

namespace Mutx.Interleavings.Tests;

public sealed class RandomTriples
{
    [Fact]
    public void Quick()
    {
        int n = int.Parse(Environment.GetEnvironmentVariable("N") ?? "2000");
        foreach (Scenario s in Triples.All.Where(s => System.Text.RegularExpressions.Regex.IsMatch(s.Name, Environment.GetEnvironmentVariable("ONLY") ?? "")))
        {
            var sw = System.Diagnostics.Stopwatch.StartNew();
            int bad = 0;
            for (int seed = 0; seed < n; seed++)
            {
                Outcome o = Run.Of(s, new RandomWalk(seed, s.TimeMatters));
                if (o.Violation is not null && bad++ < 1)
                {
                    Console.WriteLine($"{s} seed {seed}: {o.Violation}\n{o.Steps}");
                }
            }
            Console.WriteLine($"{s}: {bad} of {n} in {sw.ElapsedMilliseconds} ms");
        }
    }
}
