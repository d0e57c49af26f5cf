using Mutx.Faults.Tests.Disks;
using Mutx.Locking;
using Mutx.Platform;
using Mutx.Primitives;
using Mutx.TestKit;

namespace Mutx.Faults.Tests;

/// <summary>What <c>.locks</c> means where kernel locks don't reach the other hosts.</summary>
public sealed class LocksOnNetworks : IDisposable
{
    private readonly TempDirectory _directory = new();
    private readonly NetworkDisk _network;

    public LocksOnNetworks()
    {
        _network = new NetworkDisk(_directory.Path);
        _directory.MakeDirectory(".locks");
    }

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData(null)]
    [InlineData(LockMethod.Claim)]
    public void The_kernel_lock_of_this_hosts_own_processes_does_not_lie_there(LockMethod? method)
    {
        var source = Assert.IsType<ClaimLockSource>(LockSources.ForPath(_network, BoundPath.ForNow(_directory["f"]), new FileLockOptions { Method = method }));

        Assert.DoesNotContain(_directory.Path, source.Host!.Path, StringComparison.Ordinal);
        Assert.DoesNotContain(".locks", source.Host!.Path, StringComparison.Ordinal);
        Assert.StartsWith(_directory.Path, source.Path, StringComparison.Ordinal);
        Assert.DoesNotContain(".locks", source.Path, StringComparison.Ordinal);
        Assert.True(source.Host!.IsCurrent);
    }

    [Fact]
    public void Kernel_locks_that_are_insisted_on_lie_there()
    {
        LockSource source = LockSources.ForPath(_network, BoundPath.ForNow(_directory["f"]), new FileLockOptions { Method = LockMethod.Kernel });

        Assert.Equal(_directory[".locks/f.lock"], source.Path);
    }

    [Fact]
    public void It_is_not_made_there()
    {
        Directory.Delete(_directory[".locks"]);

        MutxException refused = Assert.Throws<MutxException>(() => SharedLocks.Create(_network, _directory.Path, null));
        SharedLocks.Ensure(_network, _directory.Path, FileLockOptions.Default);

        Assert.Equal(MutxError.NotSupported, refused.Error);
        Assert.Contains("nfs", refused.Message, StringComparison.Ordinal);
        _directory.AssertEntries();
    }

    [Fact]
    public void A_claim_on_a_disk_of_this_hosts_own_has_its_kernel_lock_there()
    {
        var source = Assert.IsType<ClaimLockSource>(
            LockSources.ForPath(Disk.Current, BoundPath.ForNow(_directory["f"]), new FileLockOptions { Method = LockMethod.Claim }));

        Assert.Equal(_directory[".locks/f.lock"], source.Host!.Path);
    }
}
