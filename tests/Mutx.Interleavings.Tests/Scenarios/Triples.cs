using Mutx.Backups;

namespace Mutx.Interleavings.Tests.Scenarios;

/// <summary>What three actors do, and whole lives of locks: too many schedules to go through, so that dice are thrown for them.</summary>
internal static class Triples
{
    public static IReadOnlyList<Scenario> All { get; } =
    [
        new("two holders by kernel lock, one who shares it, and housekeeping", world =>
        {
            world.Add("A", disk => KernelLocks.Hold(world, disk, rounds: 2));
            world.Add("B", disk => KernelLocks.Hold(world, disk, rounds: 2, Primitives.LockMode.Shared));
            world.Add("C", disk => KernelLocks.Hold(world, disk, rounds: 2));
            world.Add("sweep", disk => KernelLocks.Sweep(world, disk, rounds: 2));
        }),
        new("two threads that wait for a time, and another process", world =>
        {
            Disks.SimulatedDisk disk = world.AddProcess("A");
            world.AddThread("A", disk, _ => KernelLocks.Wait(world, disk));
            world.AddThread("A2", disk, _ => KernelLocks.Wait(world, disk));
            world.Add("B", other => KernelLocks.Hold(world, other, rounds: 2, work: TimeSpan.FromSeconds(1)));
        })
        {
            TimeMatters = true,
        },
        Claimed("three claims", world =>
        {
            world.Add("A", disk => Claims.Live(world, disk));
            world.Add("B", disk => Claims.Live(world, disk));
            world.Add("C", disk => Claims.Live(world, disk), host: "other");
        }),
        Claimed("two claims and housekeeping", world =>
        {
            world.Add("A", disk => Claims.Live(world, disk));
            world.Add("B", disk => Claims.Live(world, disk));
            world.Add("sweep", disk => Claims.Sweep(world, disk), host: "other");
        }),
        new("three who wait for a claim", world =>
        {
            Claims.Arrange(world);
            world.Add("A", disk => Claims.Wait(world, disk));
            world.Add("B", disk => Claims.Wait(world, disk));
            world.Add("C", disk => Claims.Wait(world, disk), host: "other");
        })
        {
            TimeMatters = true,
            ClaimStaleAfter = TimeSpan.FromSeconds(1),
            LongSleep = TimeSpan.FromSeconds(2),
        },
        Features.Of("three features", world =>
        {
            world.Add("A", disk => Features.Live(world, disk));
            world.Add("B", disk => Features.Live(world, disk));
            world.Add("C", disk => Features.Live(world, disk));
        }),
        Files.Of("three updates", world =>
        {
            world.Add("A", disk => Files.Update(world, disk));
            world.Add("B", disk => Files.Update(world, disk, BackupOptions.Default));
            world.Add("C", disk => Files.Update(world, disk, Files.Timestamped(world)));
        }),
        Files.Of("an update, a replacement and a restoration", world =>
        {
            world.Put(Files.OldBackup, "<old>");
            world.Add("A", disk => Files.Update(world, disk));
            world.Add("B", disk => Files.Replace(world, disk, Files.Timestamped(world)));
            world.Add("C", disk => Files.Restore(world, disk));
        }),
        Files.Of("two updates beside housekeeping", world =>
        {
            Files.PutForeign(world);
            world.Add("A", disk => Files.Update(world, disk));
            world.Add("B", disk => Files.Update(world, disk, BackupOptions.Default));
            world.Add("sweep", disk => Files.Sweep(world, disk));
        }),
        Files.Of("three updates by claim", world =>
        {
            Claims.Arrange(world);
            world.Add("A", disk => Files.Update(world, disk, method: Claims.Options(world, disk), leftovers: Updating.LeftoverSweep.OncePerDirectory));
            world.Add("B", disk => Files.Update(world, disk, method: Claims.Options(world, disk)));
            world.Add("C", disk => Files.Update(world, disk, method: Claims.Options(world, disk)), host: "other");
        }, timeMatters: true),
    ];

    private static Scenario Claimed(string name, Action<World> arrange) => new(name, world =>
    {
        Claims.Arrange(world);
        arrange(world);
    })
    {
        TimeMatters = true,
    };
}
