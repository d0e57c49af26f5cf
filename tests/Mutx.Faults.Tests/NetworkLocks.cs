using Mutx.Faults.Tests.Disks;
using Mutx.Faults.Tests.Operations;
using Mutx.Locking;

namespace Mutx.Faults.Tests;

/// <summary>Where other hosts write too, both locks are taken: the kernel's, then the claim.</summary>
public sealed class NetworkLocks
{
    [Fact]
    public void The_claim_stands_beside_the_resource_and_the_lock_file_in_the_lock_directory()
    {
        using var place = new Workplace();
        using FileLockHandle held = Take(place, new FileLockOptions { Directory = place.Locks });
        Assert.Equal((LockMethod.Claim, place[".target.mutx.claim"]), (held.Method, held.Path));
        Assert.Equal([".target.mutx.claim"], place.Entries);
        Assert.Single(Directory.GetFiles(place.Locks));
    }

    [Fact]
    public void A_lock_file_that_was_named_is_the_kernel_lock_s_and_the_claim_stands_beside_that()
    {
        using var place = new Workplace();
        File.WriteAllText(place.LockFile, "do not touch");
        using (FileLockHandle held = Take(place, new FileLockOptions { LockFile = place.LockFile }))
        {
            Assert.Equal(Path.Join(place.Locks, ".the.lock.mutx.claim"), held.Path);
            Assert.False(place.IsLockFree);
            Assert.Empty(place.Entries);
        }

        Assert.True(place.IsLockFree);
        Assert.Equal("do not touch", File.ReadAllText(place.LockFile));
        Assert.Single(Directory.GetFiles(place.Locks));
    }

    private static FileLockHandle Take(Workplace place, FileLockOptions options) =>
        new FileLock(new NetworkDisk(), place.Target, options).Acquire(cancellationToken: TestContext.Current.CancellationToken);
}
