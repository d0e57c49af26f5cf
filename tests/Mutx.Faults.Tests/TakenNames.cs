using Mutx.Backups;
using Mutx.Faults.Tests.Disks;
using Mutx.Faults.Tests.Operations;
using Mutx.Locking;
using Mutx.Platform;
using Mutx.Primitives;
using Mutx.Updating;

namespace Mutx.Faults.Tests;

/// <summary>A filesystem that says of every name that it is taken: an error that tells so, not a search without end.</summary>
public sealed class TakenNames
{
    [Fact]
    public void A_staging_file_finds_no_name_where_there_are_no_files_without() =>
        AssertToldOf("target", PlainDisk.WithoutUnnamedFiles, nameof(Disk.CreateNew), Replace);

    [Fact]
    public void A_staging_file_without_a_name_gets_none() =>
        AssertToldOf("target", Disk.Current, nameof(Disk.NameUnnamed), Replace);

    [Fact]
    public void Old_content_gets_no_second_name() =>
        AssertToldOf("target.mutx.backup", Disk.Current, nameof(Disk.Link), Replace);

    [Fact]
    public void A_record_of_a_claim_finds_no_name() =>
        AssertToldOf(".target.mutx.claim", Disk.Current, nameof(Disk.CreateNew), (disk, place) =>
            new FileLock(disk, place.Target, new FileLockOptions { Directory = place.Locks, Method = LockMethod.Claim }).Acquire().Dispose());

    private static void Replace(Disk disk, Workplace place) => LockedFile.Replace(
        disk,
        place.Target,
        writer => writer.Write("new"u8),
        new ReplaceOptions { Backup = BackupOptions.Default, Lock = new FileLockOptions { LockFile = place.LockFile } },
        TestContext.Current.CancellationToken);

    private static void AssertToldOf(string name, Disk inner, string step, Action<Disk, Workplace> act)
    {
        using var place = new Workplace();
        File.WriteAllText(place.Target, "old");
        Fault taken = Fault.Of(step).Single(fault => fault.Name is "taken" or "exists");
        var disk = new FaultDisk(inner, FirstCall(inner, step, act), taken, FaultSpan.ThisStepFromThenOn);
        MutxException error = Assert.Throws<MutxException>(() => act(disk, place));
        Assert.Equal(
            $"cannot create a temporary file beside '{place[name]}': its filesystem says of 100 random names that each is taken", error.Message);
        Assert.Equal((MutxError.Io, CommitOutcome.NotDone, place[name]), (error.Error, error.Outcome, error.Path));
        Assert.Contains("fsck", error.Hint, StringComparison.Ordinal);
        Assert.Equal("old", File.ReadAllText(place.Target));
        Assert.Equal(["target"], place.Entries);
    }

    private static int FirstCall(Disk inner, string step, Action<Disk, Workplace> act)
    {
        using var place = new Workplace();
        File.WriteAllText(place.Target, "old");
        var disk = new FaultDisk(inner);
        act(disk, place);
        return disk.Calls.TakeWhile(call => call.Step != step).Count() + 1;
    }
}
