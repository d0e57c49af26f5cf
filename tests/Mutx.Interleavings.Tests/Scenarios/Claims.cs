using Mutx.Housekeeping;
using Mutx.Interleavings.Tests.Disks;
using Mutx.Locking;
using Mutx.Primitives;

namespace Mutx.Interleavings.Tests.Scenarios;

/// <summary>
/// Locks by claim files. Each process has a lock directory of its own, as on hosts of its own or with another home, so that nothing
/// but the claim keeps them apart. Each pair is one meeting of two of the things that can be done with a claim: whole lives of
/// claims are the business of <see cref="Triples"/>.
/// </summary>
internal static class Claims
{
    private const string Resource = $"{World.Data}/target";
    private const string OtherHost = "other";

    public static readonly Scenario TakeAndTake = Of("take a free claim, twice", world =>
    {
        world.Add("A", disk => Take(world, disk, Lock(world, disk)));
        world.Add("B", disk => Take(world, disk, Lock(world, disk)));
    });

    public static readonly Scenario TakeAndRelease = Of("take a claim beside its release", world =>
    {
        AddHolder(world, "A");
        world.Add("B", disk => Take(world, disk, Lock(world, disk)));
    });

    public static readonly Scenario TakeOverAndTakeOver = Of("take over the claim of a dead process, twice", world =>
    {
        world.AddDead("late", disk => Lock(world, disk).TryAcquire());
        world.Add("A", disk => Take(world, disk, Lock(world, disk)));
        world.Add("B", disk => Take(world, disk, Lock(world, disk)));
    }, isLarge: true);

    public static readonly Scenario TakeOverWithRight = Of("take over the claim of a dead process, of which a dead taker left the right, twice", world =>
    {
        world.AddDead("late", disk => Lock(world, disk).TryAcquire());
        world.AddDead("taker", disk => Lock(world, disk).TryAcquire(), before: call => call.Step == "rename");
        world.Add("A", disk => Take(world, disk, Lock(world, disk)));
        world.Add("B", disk => Take(world, disk, Lock(world, disk)));
    }, isLarge: true);

    public static readonly Scenario TakeOverLate = Of("take over the claim of a dead process, and again after long", world =>
    {
        world.AddDead("late", disk => Lock(world, disk).TryAcquire());
        world.Add("A", disk => Take(world, disk, Lock(world, disk)));
        world.Add("B", disk =>
        {
            disk.Pause(World.LongSleep);
            Take(world, disk, Lock(world, disk));
        }, OtherHost);
    });

    public static readonly Scenario TakeAndTakeLate = Of("take a claim, and again after long", world =>
    {
        world.Add("A", disk => TryUse(world, disk, Lock(world, disk)));
        world.Add("B", disk =>
        {
            disk.Pause(World.LongSleep);
            Take(world, disk, Lock(world, disk));
        }, OtherHost);
    });

    public static readonly Scenario TakeOverAndWake = Of("take over the claim of one who wakes up", world =>
    {
        AddHolder(world, "A");
        AddTaker(world, "B");
        world.Oversleep("A");
    }, isLarge: true);

    public static readonly Scenario TakeOverAndWakeElsewhere = Of("take over the claim of one who wakes up on another host", world =>
    {
        AddHolder(world, "A");
        AddTaker(world, "B", OtherHost);
        world.Oversleep("A");
    }, isLarge: true);

    public static readonly Scenario ReleaseAndRelease = Of("release a claim beside one who was overtaken and releases it too", world =>
    {
        AddHolder(world, "A", looksFirst: false);
        SimulatedDisk other = world.AddProcess("B", OtherHost);
        world.Oversleep("A");
        FileLockHandle taken = Lock(world, other).TryAcquire()!;
        world.Invariants.Acquired(other.Process, Resource);
        world.AddThread("B", other, _ => Use(world, other, taken, looksFirst: true));
    });

    public static readonly Scenario KeepAndTake = Of("keep a claim while another wants it", world =>
    {
        AddHolder(world, "A", work: World.StaleAfter);
        world.Add("B", disk =>
        {
            FileLock fileLock = Lock(world, disk);
            Take(world, disk, fileLock);
            disk.Pause(World.LongSleep);
            Take(world, disk, fileLock);
        }, OtherHost);
    });

    public static readonly Scenario TakeOverAndSweep = Of("take over the claim of a dead process beside housekeeping", world =>
    {
        world.AddDead("late", disk => Lock(world, disk).TryAcquire());
        world.Add("A", disk => Take(world, disk, Lock(world, disk)));
        world.Add("sweep", disk => Sweep(world, disk));
    }, isLarge: true);

    public static readonly Scenario SweepAndTakeLate = Of("housekeeping of the claim of a dead process, and take it over after long", world =>
    {
        world.AddDead("late", disk => Lock(world, disk).TryAcquire());
        world.Add("sweep", disk => Sweep(world, disk));
        world.Add("B", disk =>
        {
            disk.Pause(World.LongSleep);
            Take(world, disk, Lock(world, disk));
        }, OtherHost);
    }, isLarge: true);

    public static readonly Scenario WakeAndSweep = Of("housekeeping beside a claim whose holder wakes up", world =>
    {
        AddHolder(world, "A");
        world.Oversleep("A");
        world.Add("sweep", disk => Sweep(world, disk), OtherHost);
    }, isLarge: true);

    /// <summary>Takes it, does something, gives it back; twice, and waits in between if another has it.</summary>
    public static void Live(World world, SimulatedDisk disk)
    {
        FileLock fileLock = Lock(world, disk);
        for (int i = 0; i < 2; i++)
        {
            if (!TryUse(world, disk, fileLock))
            {
                disk.Pause(World.LongSleep);
            }
        }
    }

    /// <summary>Takes it as a caller does who waits as long as it takes: by polling.</summary>
    public static void Wait(World world, SimulatedDisk disk)
    {
        try
        {
            FileLockHandle handle = Lock(world, disk).Acquire();
            world.Invariants.Acquired(disk.Process, Resource);
            Use(world, disk, handle, looksFirst: true);
        }
        catch (LockLostException) when (disk.Process.HasSlept)
        {
            // Overtaken before it was told that it has it.
        }
    }

    public static void Sweep(World world, SimulatedDisk disk) =>
        new Housekeeper(disk, World.Data, new HousekeepingOptions { TimeProvider = world.Clock }).Run((_, _) => { }, CancellationToken.None);

    /// <summary>Tells the invariants where the claim is.</summary>
    public static void Arrange(World world)
    {
        world.Files.TellsOfLinks = false;
        world.Invariants.Claim = Lock(world, world.AddProcess("arranger")).LockFile;
    }

    public static FileLockOptions Options(World world, SimulatedDisk disk) => new()
    {
        Directory = world.OwnDirectoryOf(disk.Process),
        Method = LockMethod.Claim,
        ClaimStaleAfter = world.ClaimStaleAfter,
        TimeProvider = world.Clock,
    };

    /// <summary>One who has the claim when all begins.</summary>
    private static void AddHolder(World world, string name, TimeSpan work = default, bool looksFirst = true)
    {
        SimulatedDisk disk = world.AddProcess(name);
        FileLockHandle handle = Lock(world, disk).TryAcquire()!;
        world.Invariants.Acquired(disk.Process, Resource);
        world.AddThread(name, disk, _ =>
        {
            if (work > TimeSpan.Zero)
            {
                disk.Pause(work);
            }

            Use(world, disk, handle, looksFirst);
        });
    }

    /// <summary>One who has seen the claim already when all begins, and tries again.</summary>
    private static void AddTaker(World world, string name, string host = "host")
    {
        SimulatedDisk disk = world.AddProcess(name, host);
        FileLock fileLock = Lock(world, disk);
        Assert.Null(fileLock.TryAcquire());
        world.AddThread(name, disk, _ => Take(world, disk, fileLock));
    }

    /// <summary>Tries once, and keeps what it gets: whose process ends without giving it back is a dead one to those who come later.</summary>
    private static void Take(World world, SimulatedDisk disk, FileLock fileLock)
    {
        if (fileLock.TryAcquire() is { } handle)
        {
            world.Invariants.Acquired(disk.Process, Resource);
            Guard(world, disk, handle, looks: true);
        }
    }

    /// <summary>Tries once, does something, and gives it back.</summary>
    private static bool TryUse(World world, SimulatedDisk disk, FileLock fileLock)
    {
        if (fileLock.TryAcquire() is not { } handle)
        {
            return false;
        }

        world.Invariants.Acquired(disk.Process, Resource);
        Use(world, disk, handle, looksFirst: true);
        return true;
    }

    private static void Use(World world, SimulatedDisk disk, FileLockHandle handle, bool looksFirst)
    {
        Guard(world, disk, handle, looksFirst);
        disk.IsReleasing = true;
        handle.Dispose();
        disk.IsReleasing = false;
    }

    /// <summary>Does what the claim protects, after a look at it; or, without a look, nothing.</summary>
    private static void Guard(World world, SimulatedDisk disk, FileLockHandle handle, bool looks)
    {
        try
        {
            if (looks)
            {
                handle.EnsureHeld();
                disk.Work();
                world.Invariants.Guarded(disk.Process, Resource);
            }

            world.Invariants.Released(disk.Process, Resource);
        }
        catch (LockLostException)
        {
            world.Invariants.Lost(disk.Process, Resource);
        }
    }

    private static FileLock Lock(World world, SimulatedDisk disk) => new(disk, Resource, Options(world, disk));

    private static Scenario Of(string name, Action<World> arrange, bool isLarge = false) => new(name, world =>
    {
        Arrange(world);
        arrange(world);
    })
    {
        TimeMatters = true,
        IsLarge = isLarge,
    };
}
