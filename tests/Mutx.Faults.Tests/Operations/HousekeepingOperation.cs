using Mutx.Backups;
using Mutx.Faults.Tests.Disks;
using Mutx.Housekeeping;
using Mutx.Platform;
using Mutx.Primitives;
using Mutx.Writing;

namespace Mutx.Faults.Tests.Operations;

/// <summary>A sweep of everything. What fails is reported or stays, and what lives is never touched.</summary>
internal sealed class HousekeepingOperation() : Operation("housekeeping")
{
    private const string Held = "held.lock";
    private const string NotEmpty = "full.lock";
    private const string Foreign = ".target.notours.tmp";

    private static readonly string[] Living = ["target", Held, NotEmpty, Foreign, "target.20260103_000000.mutx.backup"];

    private int _removed;
    private int _problems;

    private static string[] Dead =>
        ["free.lock", StagingName.OfTarget("target"), "target.20260101_000000.mutx.backup", "target.20260102_000000.mutx.backup"];

    public override void Arrange(Workplace place)
    {
        foreach (string name in Dead.Concat(Living))
        {
            File.WriteAllText(place[name], name is "free.lock" or Held ? "" : name);
        }
    }

    public override void Act(FaultDisk disk, Workplace place)
    {
        _removed = _problems = 0;
        var housekeeper = new Housekeeper(disk, place.Data, new HousekeepingOptions { Retention = new Retention { KeepNewest = 1 } });
        using DiskFile held = Disk.Current.OpenLockFile(place[Held], UnixFileMode.UserRead, SymbolicLinks.Refuse);
        Assert.True(Disk.Current.TryLock(held, LockMode.Exclusive));
        foreach (DirectoryPlan plan in housekeeper.Plan(TestContext.Current.CancellationToken))
        {
            _problems += plan.Problems.Count;
            DirectoryOutcome outcome = housekeeper.Apply(plan, TestContext.Current.CancellationToken);
            _removed += outcome.Removed.Count;
            _problems += outcome.Problems.Count;
        }
    }

    public override void CheckResult(Workplace place, MutxException? error, FaultDisk disk)
    {
        Assert.All(Living, name => Assert.Equal(name is Held ? "" : name, File.ReadAllText(place[name])));
        Assert.Equal(Dead.Length - Dead.Count(name => File.Exists(place[name])), _removed);
        Assert.True(_removed == Dead.Length || disk.Struck.Count > 0, "something stayed without a reason");
        bool began = disk.Calls.Any(call => call.Step == nameof(Disk.List));
        Assert.True(error is null || !began, $"one failure ended it all: {error}");
        Assert.True(_problems > 0 || disk.Struck.All(call => call.Step != nameof(Disk.List)), "what can't be read wasn't reported");
    }

    public override bool MayStay(string name, Workplace place) => Living.Contains(name) || Dead.Contains(name);
}
