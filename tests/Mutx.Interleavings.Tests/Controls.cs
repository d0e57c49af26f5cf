using Mutx.Interleavings.Tests.Exploring;
using Mutx.Interleavings.Tests.Scenarios;

namespace Mutx.Interleavings.Tests;

/// <summary>A test that can't fail is none: with each rule taken out that exclusion rests on, the explorer finds what it was good for.</summary>
public sealed class Controls
{
    public static TheoryData<string, string> Rules => new()
    {
        { nameof(Rule.LookAfterLock), KernelLocks.HolderAndRemover.Name },
        { nameof(Rule.LockBeforeRemoval), KernelLocks.HolderAndRemover.Name },
        { nameof(Rule.LookBeforeCommit), Files.TwoClaimedUpdates.Name },
        { nameof(Rule.RightToTakeOver), Claims.TakeOverAndTakeOver.Name },
        { nameof(Rule.TakeOverInOneStep), Claims.TakeOverLate.Name },
        { nameof(Rule.LookBeforeRelease), Claims.ReleaseAndRelease.Name },
        { nameof(Rule.NoSleepAfterTheLastLook), Claims.KeepAndTake.Name },
    };

    [Theory]
    [MemberData(nameof(Rules))]
    public void Without_the_rule_the_fault_is_found(string rule, string pair)
    {
        Scenario scenario = Pairs.All.Single(each => each.Name == pair);
        Report report = Explorer.All(scenario, Enum.Parse<Rule>(rule));
        Console.WriteLine($"without {rule}: {report}: {report.Violation?.Split('\n')[0]}");
        Assert.NotNull(report.Violation);
    }
}
