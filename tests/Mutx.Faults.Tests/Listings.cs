using Mutx.Backups;
using Mutx.Faults.Tests.Disks;
using Mutx.Faults.Tests.Operations;
using Mutx.Platform;
using Mutx.Primitives;
using Mutx.Repositories;

namespace Mutx.Faults.Tests;

/// <summary>A directory that can't be read: an error that tells so, never a list that is short.</summary>
public sealed class Listings
{
    [Fact]
    public void Records_that_cannot_be_listed_are_not_taken_for_none() =>
        AssertTold((disk, place) => new JsonRepository<Counted>(disk, place.Data, CountedJson.Default.Counted, JsonRepositoryOptions.Default).ListIds());

    [Fact]
    public void Backups_that_cannot_be_listed_are_not_taken_for_none() =>
        AssertTold((disk, place) => new BackupSet(disk, place.Target, BackupOptions.Default).List());

    private static void AssertTold(Action<Disk, Workplace> list)
    {
        using var place = new Workplace();
        var calm = new FaultDisk(Disk.Current);
        list(calm, place);
        int at = calm.Calls.ToList().FindIndex(call => call.Step == nameof(Disk.List)) + 1;
        foreach (Fault fault in Fault.Of(nameof(Disk.List)))
        {
            MutxException error = Assert.Throws<MutxException>(() => list(new FaultDisk(Disk.Current, at, fault), place));
            Assert.Equal(place.Data, error.Path?.TrimEnd(Path.DirectorySeparatorChar));
        }
    }
}
