using Mutx.Faults.Tests.Disks;
using Mutx.Platform;
using Mutx.Primitives;

namespace Mutx.Faults.Tests.Operations;

/// <summary>Something mutx does on disk, and what must be true after it, however it went.</summary>
internal abstract class Operation(string name)
{
    public string Name { get; } = name;

    /// <summary>What the disk is like before anything goes wrong with it.</summary>
    public Disk Disk { get; init; } = Disk.Current;

    public abstract void Arrange(Workplace place);

    public abstract void Act(FaultDisk disk, Workplace place);

    /// <summary>The operation's own promise: old or new, and which.</summary>
    public abstract void CheckResult(Workplace place, MutxException? error, FaultDisk disk);

    /// <summary>Whether it waits, by right, for as long as a fault lasts.</summary>
    public virtual bool Outwaits(Fault fault) => false;

    /// <summary>The names that may stand in the data directory afterwards.</summary>
    public virtual bool MayStay(string name, Workplace place) => name == "target";

    /// <summary>A line that a failing assertion begins with.</summary>
    public override string ToString() => Name;
}
