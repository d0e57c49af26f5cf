using Mutx.Housekeeping;
using Mutx.Interleavings.Tests.Disks;
using Mutx.Locking;
using Mutx.Primitives;

namespace Mutx.Interleavings.Tests.Scenarios;

/// <summary>Locks by flock, and housekeeping that removes their files beside those who take them.</summary>
internal static class KernelLocks
{
    private const string Resource = $"{World.Data}/target";

    public static FileLockOptions Options(World world) => new()
    {
        Directory = World.Locks,
        Method = LockMethod.Kernel,
        TimeProvider = world.Clock,
    };

    public static readonly Scenario ReaderAndWriter = new("hold a kernel lock shared and exclusively", world =>
    {
        world.Add("A", disk => Hold(world, disk, rounds: 1, LockMode.Shared));
        world.Add("B", disk => Hold(world, disk, rounds: 2));
    });

    public static readonly Scenario TwoHolders = new("acquire and release by kernel lock, twice", world =>
    {
        world.Add("A", disk => Hold(world, disk, rounds: 1));
        world.Add("B", disk => Hold(world, disk, rounds: 1));
    });

    public static readonly Scenario HolderAndRemover = new("hold a kernel lock beside one who sweeps lock files away, and then holds it", world =>
    {
        Hold(world, world.AddProcess("early"), rounds: 1);
        world.Add("A", disk => Hold(world, disk, rounds: 1));
        world.Add("B", disk =>
        {
            Sweep(world, disk, rounds: 1);
            Hold(world, disk, rounds: 1);
        });
    });

    public static readonly Scenario TwoRemovers = new("sweep lock files away and then hold a kernel lock, twice", world =>
    {
        Hold(world, world.AddProcess("early"), rounds: 1);
        foreach (string name in new[] { "A", "B" })
        {
            world.Add(name, disk =>
            {
                Sweep(world, disk, rounds: 1);
                Hold(world, disk, rounds: 1);
            });
        }
    });

    public static readonly Scenario HolderAndSweeper = new("acquire and release by kernel lock, beside housekeeping", world =>
    {
        world.Add("A", disk => Hold(world, disk, rounds: 2));
        world.Add("sweep", disk => Sweep(world, disk, rounds: 1));
    });

    /// <summary>Waits as long as it takes, does something, and gives it back.</summary>
    public static void Hold(World world, SimulatedDisk disk, int rounds, LockMode mode = LockMode.Exclusive, TimeSpan work = default)
    {
        var fileLock = new FileLock(disk, Resource, Options(world));
        for (int i = 0; i < rounds; i++)
        {
            using FileLockHandle handle = fileLock.Acquire(mode);
            Use(world, disk, mode, work);
        }
    }

    /// <summary>Waits for a time on a thread that the library starts for that, and again.</summary>
    public static void Wait(World world, SimulatedDisk disk)
    {
        var fileLock = new FileLock(disk, Resource, Options(world));
        for (int i = 0; i < 2; i++)
        {
            using FileLockHandle? handle = fileLock.TryAcquire(LockMode.Exclusive, TimeSpan.FromSeconds(1));
            if (handle is not null)
            {
                Use(world, disk, LockMode.Exclusive, default);
            }
        }
    }

    public static void Sweep(World world, SimulatedDisk disk, int rounds)
    {
        for (int i = 0; i < rounds; i++)
        {
            new Housekeeper(disk, World.Locks, new HousekeepingOptions { TimeProvider = world.Clock })
                .Run((_, outcome) => Assert.Empty(outcome.Problems), CancellationToken.None);
        }
    }

    private static void Use(World world, SimulatedDisk disk, LockMode mode, TimeSpan work)
    {
        world.Invariants.Acquired(disk.Process, Resource, mode);
        disk.Work();
        if (work > TimeSpan.Zero)
        {
            disk.Pause(work);
        }

        world.Invariants.Released(disk.Process, Resource);
    }
}
