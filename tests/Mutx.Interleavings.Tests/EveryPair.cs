using Mutx.Interleavings.Tests.Exploring;
using Mutx.Interleavings.Tests.Scenarios;

namespace Mutx.Interleavings.Tests;

public sealed class EveryPair
{
    [Fact]
    public void Quick()
    {
        foreach (Scenario s in Pairs.All.Where(s => System.Text.RegularExpressions.Regex.IsMatch(s.Name, Environment.GetEnvironmentVariable("ONLY") ?? "")))
        {
            var sw = System.Diagnostics.Stopwatch.StartNew();
            Report report = Explorer.All(s);
            Console.WriteLine($"{s}: {report} in {sw.ElapsedMilliseconds} ms");
            if (report.Violation is not null) Console.WriteLine(report.Violation);
        }
    }
}
