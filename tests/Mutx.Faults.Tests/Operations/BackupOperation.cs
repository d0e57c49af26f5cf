using Mutx.Backups;
using Mutx.Faults.Tests.Disks;
using Mutx.Locking;
using Mutx.Platform;
using Mutx.Primitives;
using Mutx.Updating;

namespace Mutx.Faults.Tests.Operations;

/// <summary>A replacement that keeps the old content.</summary>
internal sealed class BackupOperation(string name, BackupOptions options) : Operation(name)
{
    private const string Old = "the old content";
    private const string New = "the new content, which is longer";
    private const string OlderStill = "older still";

    /// <summary>Whether there is an untimestamped backup already.</summary>
    public bool HasPredecessor { get; init; }

    /// <summary>Whether the filesystem lets the predecessor be brought back.</summary>
    public bool KeepsPredecessor { get; init; } = true;

    private FileStatus? _before;
    private FileStatus? _predecessor;

    private static string Only => "target" + BackupOptions.DefaultSuffix;

    public override void Arrange(Workplace place)
    {
        File.WriteAllText(place.Target, Old);
        if (HasPredecessor)
        {
            File.WriteAllText(place[Only], OlderStill);
        }

        _before = Disk.Current.Look(place.Target);
        _predecessor = Disk.Current.Look(place[Only]);
    }

    public override void Act(FaultDisk disk, Workplace place) => LockedFile.Replace(
        disk,
        place.Target,
        writer => writer.Write("the new content, which is longer"u8),
        new ReplaceOptions { Backup = options, Lock = new FileLockOptions { LockFile = place.LockFile } },
        TestContext.Current.CancellationToken);

    public override void CheckResult(Workplace place, MutxException? error, FaultDisk disk)
    {
        bool isReplaced = error is null || error.Outcome != CommitOutcome.NotDone;
        Assert.Equal(isReplaced ? New : Old, File.ReadAllText(place.Target));
        string[] backups = Backups(place);
        if (isReplaced)
        {
            Assert.Equal([Old], backups.Select(File.ReadAllText));
            return;
        }

        Assert.Equal(_before?.Identity, Disk.Current.Look(place.Target)?.Identity);

        // What a disk that goes on failing does to the way back is beyond anybody; one failure is not.
        if (disk.Struck.Count <= 1 && KeepsPredecessor)
        {
            Assert.Equal(HasPredecessor ? [OlderStill] : [], backups.Select(File.ReadAllText));
            Assert.Equal(_predecessor?.Identity, Disk.Current.Look(place[Only])?.Identity);
        }

        if (HasPredecessor)
        {
            Assert.Contains(place.Entries, name => File.ReadAllText(place[name]) is OlderStill || !KeepsPredecessor);
        }
    }

    public override bool MayStay(string name, Workplace place) =>
        name == "target" || name.EndsWith(BackupOptions.DefaultSuffix, StringComparison.Ordinal)
        || IsPredecessorThatCannotGoBack(place[name]);

    /// <summary>Where the disk goes on failing, the last good backup is kept at least under its private name.</summary>
    private static bool IsPredecessorThatCannotGoBack(string path) => File.ReadAllText(path) == OlderStill;

    private static string[] Backups(Workplace place) =>
        [.. place.Entries.Where(name => name.EndsWith(BackupOptions.DefaultSuffix, StringComparison.Ordinal)).Select(name => place[name])];
}
