using Mutx.Features;
using Mutx.Housekeeping;
using Mutx.Interleavings.Tests.Disks;
using Mutx.Primitives;

namespace Mutx.Interleavings.Tests.Scenarios;

/// <summary>Feature locks: claims that outlive their processes, and grow stale with time alone.</summary>
internal static class Features
{
    private const string Root = "/features";
    private const string Feature = "f";
    private const string Directory = $"{Root}/specs/{Feature}";
    private const string LockFile = $"{Directory}/.lock";

    private static readonly TimeSpan StaleAfter = TimeSpan.FromHours(2);
    private static readonly TimeSpan LongSleep = StaleAfter + TimeSpan.FromSeconds(1);

    public static readonly Scenario TakeAndTake = Of("take a free feature, twice", world =>
    {
        world.Add("A", disk => Take(world, disk));
        world.Add("B", disk => Take(world, disk));
    });

    public static readonly Scenario TakeAndRelease = Of("take a feature beside its release", world =>
    {
        AddHolder(world, "A");
        world.Add("B", disk => Take(world, disk));
    });

    public static readonly Scenario TakeOverAndTakeOver = Of("take over a stale feature, twice", world =>
    {
        Locks(world, world.AddProcess("late")).TryAcquire(Feature, 99);
        world.Clock.Now += LongSleep;
        world.Add("A", disk => Take(world, disk));
        world.Add("B", disk => Take(world, disk));
    });

    public static readonly Scenario TakeOverAndRelease = Of("take over a stale feature beside its release", world =>
    {
        AddHolder(world, "A");
        world.Oversleep("A");
        world.Add("B", disk => Take(world, disk));
    });

    public static readonly Scenario TakeAndReleaseCorrupt = Of("take a feature whose lock is corrupt beside its release", world =>
    {
        world.Put(LockFile, "nonsense");
        world.Add("A", disk => Release(world, disk));
        world.Add("B", disk => Take(world, disk));
    }, mayStay: ".lock");

    public static readonly Scenario TakeOverAndSweep = Of("take over a stale feature beside housekeeping", world =>
    {
        Locks(world, world.AddProcess("late")).TryAcquire(Feature, 99);
        world.Clock.Now += LongSleep;
        world.Add("A", disk => Take(world, disk));
        world.Add("sweep", disk => new Housekeeper(disk, Directory, new HousekeepingOptions { TimeProvider = world.Clock })
            .Run((_, _) => { }, CancellationToken.None));
    }, isLarge: true);

    /// <summary>Takes it, does something, gives it back.</summary>
    public static void Live(World world, SimulatedDisk disk)
    {
        if (Take(world, disk))
        {
            Release(world, disk);
        }
    }

    public static Scenario Of(string name, Action<World> arrange, bool isLarge = false, params string[] mayStay) => new(name, world =>
    {
        world.Files.TellsOfLinks = false;
        world.Files.MakeDirectory(Directory);
        world.Invariants.Claim = LockFile;
        world.Invariants.HoldsFor = StaleAfter;
        arrange(world);
    })
    {
        Directory = Directory,
        MayStay = mayStay,
        TimeMatters = true,
        LongSleep = LongSleep,
        IsLarge = isLarge,
    };

    private static bool Take(World world, SimulatedDisk disk)
    {
        if (Locks(world, disk).TryAcquire(Feature, disk.Process.Number) is null)
        {
            return false;
        }

        world.Invariants.Acquired(disk.Process, LockFile);
        disk.Work();
        return true;
    }

    private static void AddHolder(World world, string name)
    {
        SimulatedDisk disk = world.AddProcess(name);
        Assert.NotNull(Locks(world, disk).TryAcquire(Feature, disk.Process.Number));
        world.Invariants.Acquired(disk.Process, LockFile);
        world.AddThread(name, disk, _ => Release(world, disk));
    }

    private static void Release(World world, SimulatedDisk disk)
    {
        world.Invariants.Released(disk.Process, LockFile);
        try
        {
            Locks(world, disk).Release(Feature, disk.Process.Number);
        }
        catch (MutxException e) when (e.Error == MutxError.NotPermitted)
        {
            // Another's by now; that he may have it is for the invariants to say.
        }
    }

    private static FeatureLocks Locks(World world, SimulatedDisk disk) => new(disk, Root, world.Clock);
}
