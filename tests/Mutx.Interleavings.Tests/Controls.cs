using Mutx.Interleavings.Tests.Exploring;
using Mutx.Interleavings.Tests.Scenarios;

namespace Mutx.Interleavings.Tests;

/// <summary>A test that can't fail is none: with each rule taken out that exclusion rests on, the explorer finds what it was good for.</summary>
public sealed class Controls
{
    private const string TwoHolders = "two holders of";

    public static TheoryData<string, string, string> Rules => new()
    {
        { nameof(Rule.LookAfterLock), KernelLocks.HolderAndRemover.Name, TwoHolders },
        { nameof(Rule.LockBeforeRemoval), KernelLocks.HolderAndRemover.Name, TwoHolders },
        { nameof(Rule.LookBeforeCommit), Files.ClaimedUpdateAndLate.Name, "an update is lost" },
        { nameof(Rule.RightToTakeOver), Claims.TakeOverAndTakeOver.Name, TwoHolders },
        { nameof(Rule.TakeOverInOneStep), Claims.TakeOverLate.Name, "A removes the claim of B" },
        { nameof(Rule.LookBeforeRelease), Claims.ReleaseAndRelease.Name, "A removes the claim of B" },
        { nameof(Rule.NoSleepAfterTheLastLook), Claims.TakeAndTakeLate.Name, "A goes on although it was overtaken" },
    };

    [Theory]
    [MemberData(nameof(Rules))]
    public void Without_the_rule_the_fault_is_found(string rule, string pair, string fault)
    {
        Scenario scenario = Pairs.All.Single(each => each.Name == pair);
        Report report = Explorer.All(scenario, Enum.Parse<Rule>(rule));
        Console.WriteLine($"without {rule}: {report}: {report.Violation?.Split('\n')[0]}");
        Assert.NotNull(report.Violation);
        Assert.Contains(fault, report.Violation.Split('\n')[0], StringComparison.Ordinal);
    }
}
