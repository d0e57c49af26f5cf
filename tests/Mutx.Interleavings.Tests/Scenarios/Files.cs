using System.Text;
using Mutx.Backups;
using Mutx.Housekeeping;
using Mutx.Interleavings.Tests.Disks;
using Mutx.Locking;
using Mutx.Updating;

namespace Mutx.Interleavings.Tests.Scenarios;

/// <summary>Files that are replaced, updated and restored under their locks.</summary>
internal static class Files
{
    private const string Target = $"{World.Data}/target";
    public const string OldBackup = $"{World.Data}/target.20260101_000000.mutx.backup";
    private const string First = "<first>";

    public static readonly Scenario TwoUpdates = Of("update one file, twice", world =>
    {
        world.Add("A", disk => Update(world, disk));
        world.Add("B", disk => Update(world, disk));
    });

    public static readonly Scenario TwoReplacements = Of("replace one file with a backup, twice", world =>
    {
        world.Add("A", disk => Replace(world, disk, BackupOptions.Default));
        world.Add("B", disk => Replace(world, disk, BackupOptions.Default));
    });

    public static readonly Scenario TwoTimestamped = Of("replace one file with a timestamped backup, twice", world =>
    {
        world.Add("A", disk => Replace(world, disk, Timestamped(world)));
        world.Add("B", disk => Replace(world, disk, Timestamped(world)));
    });

    public static readonly Scenario UpdateAndRestore = Of("update a file beside its restoration", world =>
    {
        world.Put(OldBackup, "<old>");
        world.Add("A", disk => Update(world, disk, Timestamped(world)));
        world.Add("B", disk => Restore(world, disk));
    });

    public static readonly Scenario UpdateAndSweep = Of("update a file beside housekeeping", world =>
    {
        PutForeign(world);
        world.Add("A", disk => Update(world, disk, BackupOptions.Default));
        world.Add("sweep", disk => Sweep(world, disk));
    });

    public static readonly Scenario TwoClaimedUpdates = Of("update one file by claim, on two hosts", world =>
    {
        Claims.Arrange(world);
        world.Add("A", disk => Update(world, disk, method: Claims.Options(world, disk)));
        world.Add("B", disk => Update(world, disk, method: Claims.Options(world, disk)), host: "other");
    }, timeMatters: true);

    public static readonly Scenario ClaimedUpdateAndLate = Of("update one file by claim, and on another host after long", world =>
    {
        Claims.Arrange(world);
        world.Add("A", disk => Update(world, disk, method: Claims.Options(world, disk)));
        world.Add("B", disk =>
        {
            disk.Pause(World.LongSleep);
            Update(world, disk, method: Claims.Options(world, disk));
        }, host: "other");
    }, timeMatters: true);

    public static readonly Scenario UpdateAndLeftovers = Of("update one file, twice, where the first clears away what was left over", world =>
    {
        world.Add("A", disk => Update(world, disk, leftovers: LeftoverSweep.OncePerDirectory));
        world.Add("B", disk => Update(world, disk, BackupOptions.Default));
    });

    public static void Update(
        World world, SimulatedDisk disk, BackupOptions? backup = null, FileLockOptions? method = null, LeftoverSweep leftovers = LeftoverSweep.Never)
    {
        FileHistory history = world.Invariants.HistoryOf(Target);
        string name = disk.Process.Name;
        history.ExpectUpdate(name, name);
        string version = "";
        try
        {
            ReplaceResult result = LockedFile.Update(
                disk,
                Target,
                (current, writer) =>
                {
                    version = FileHistory.Update(current.ReadAllText(), name);
                    writer.Write(Encoding.UTF8.GetBytes(version));
                },
                new UpdateOptions { Replace = Options(world, backup, method) with { LeftoverSweep = leftovers } },
                CancellationToken.None);
            history.Acknowledge(version, result.Backup);
        }
        catch (Primitives.LockLostException) when (disk.Process.HasSlept)
        {
        }
        catch (Primitives.LockUnavailableException) when (method is not null)
        {
        }
    }

    public static void Replace(World world, SimulatedDisk disk, BackupOptions backup)
    {
        string version = $"<{disk.Process.Name}>";
        ReplaceResult result = LockedFile.Replace(
            disk, Target, writer => writer.Write(Encoding.UTF8.GetBytes(version)), Options(world, backup), CancellationToken.None);
        world.Invariants.HistoryOf(Target).Acknowledge(version, result.Backup);
    }

    public static void Restore(World world, SimulatedDisk disk)
    {
        ReplaceResult result = LockedFile.Restore(
            disk, Target, BackupChoice.Of(OldBackup), Timestamped(world), Options(world, Timestamped(world)), null, CancellationToken.None);
        world.Invariants.HistoryOf(Target).Acknowledge("<old>", result.Backup);
    }

    /// <summary>Files that look like ours, and aren't.</summary>
    public static void PutForeign(World world)
    {
        world.Invariants.PutForeign($"{World.Data}/Gemfile.lock", "GEM");
        world.Invariants.PutForeign($"{World.Data}/.target.notours.tmp", "mine");
    }

    public static void Sweep(World world, SimulatedDisk disk)
    {
        foreach (string directory in new[] { World.Data, World.Locks })
        {
            new Housekeeper(disk, directory, new HousekeepingOptions { TimeProvider = world.Clock })
                .Run((_, outcome) => Assert.Empty(outcome.Problems), CancellationToken.None);
        }
    }

    public static BackupOptions Timestamped(World world) => new() { Timestamp = true, TimeProvider = world.Clock };

    private static ReplaceOptions Options(World world, BackupOptions? backup, FileLockOptions? method = null) => new()
    {
        Lock = method ?? KernelLocks.Options(world),
        Backup = backup,
        LeftoverSweep = LeftoverSweep.Never,
        LockTimeout = method is null ? Timeout.InfiniteTimeSpan : TimeSpan.Zero,
    };

    public static Scenario Of(string name, Action<World> arrange, bool timeMatters = false) => new(name, world =>
    {
        world.Invariants.Follow(Target, First);
        arrange(world);
    })
    {
        TimeMatters = timeMatters,
        MayStay =
        [
            "target", "target.mutx.backup", "target.20260101_000000.mutx.backup", "target.20260131_100000.mutx.backup",
            "target.20260131_100000-1.mutx.backup", "target.20260131_100000-2.mutx.backup", "Gemfile.lock", ".target.notours.tmp",
        ],
    };
}
