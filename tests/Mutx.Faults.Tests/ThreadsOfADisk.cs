using Mutx.Faults.Tests.Disks;
using Mutx.Faults.Tests.Operations;
using Mutx.Locking;
using Mutx.Platform;

namespace Mutx.Faults.Tests;

/// <summary>Whoever stands between a lock and the disk starts the lock's threads, and is a process of its own to it.</summary>
public sealed class ThreadsOfADisk
{
    [Fact]
    public void Each_disk_keeps_its_claims_by_a_thread_of_its_own()
    {
        using var place = new Workplace();
        foreach (string resource in new[] { "a", "b" })
        {
            var disk = new FaultDisk(Disk.Current);
            using FileLockHandle held = new FileLock(disk, place[resource], new FileLockOptions { Directory = place.Locks, Method = LockMethod.Claim })
                .Acquire(cancellationToken: TestContext.Current.CancellationToken);
            Assert.Contains(disk.Calls, call => call.Step == nameof(Disk.StartThread));
        }
    }

    [Fact]
    public async Task Each_disk_waits_for_a_lock_by_a_thread_of_its_own()
    {
        using var place = new Workplace();
        var options = new FileLockOptions { LockFile = place.LockFile, Method = LockMethod.Kernel };
        FileLockHandle held = new FileLock(Disk.Current, place.Target, options).Acquire(cancellationToken: TestContext.Current.CancellationToken);
        FaultDisk[] disks = [new FaultDisk(Disk.Current), new FaultDisk(Disk.Current)];
        Task<FileLockHandle>[] waiting = [.. disks.Select(disk => new FileLock(disk, place.Target, options).AcquireAsync().AsTask())];
        Assert.All(disks, disk => Assert.Contains(disk.Calls, call => call.Step == nameof(Disk.StartThread)));
        held.Dispose();
        Task<FileLockHandle> first = await Task.WhenAny(waiting);
        (await first).Dispose();
        (await waiting.Single(task => task != first)).Dispose();
    }
}
