using Mutx.Faults.Tests.Disks;
using Mutx.Faults.Tests.Operations;
using Mutx.Locking;
using Mutx.Platform;
using Mutx.Primitives;

namespace Mutx.Faults.Tests;

/// <summary>A claim that is given back on a disk that fails meanwhile: nobody else removes it for five minutes.</summary>
public sealed class ClaimRelease
{
    private const int Ever = int.MaxValue;

    [Theory]
    [InlineData(nameof(Disk.Look))]
    [InlineData(nameof(Disk.OpenRead))]
    [InlineData(nameof(Disk.Read))]
    [InlineData(nameof(Disk.Link))]
    [InlineData(nameof(Disk.Remove))]
    public void One_failure_at_any_step_leaves_no_claim(string step)
    {
        using var place = new Workplace();
        Assert.Equal(1, Release(place, step, 1));
        Assert.Empty(place.Entries);
        using FileLockHandle? next = new FileLock(Disk.Current, place.Target, Options(place))
            .TryAcquire(cancellationToken: TestContext.Current.CancellationToken);
        Assert.NotNull(next);
    }

    [Fact]
    public void A_claim_that_became_anothers_after_a_failure_is_left_alone()
    {
        const string Others = """{"pid": 1, "timestamp": "2026-01-31T10:00:00.000Z", "hostname": "elsewhere"}""";
        using var place = new Workplace();
        Release(place, nameof(Disk.Remove), Ever, () => File.WriteAllText(place[".target.mutx.claim"], Others));
        Assert.Equal(Others, File.ReadAllText(place[".target.mutx.claim"]));
    }

    [Fact]
    public void A_disk_that_goes_on_failing_is_not_asked_for_ever()
    {
        using var place = new Workplace();
        Assert.InRange(Release(place, nameof(Disk.Remove), Ever), 2, 20);
        Assert.Contains(".target.mutx.claim", place.Entries);
    }

    [Theory]
    [InlineData(nameof(Disk.Touch))]
    [InlineData(nameof(Disk.Look))]
    [InlineData(nameof(Disk.OpenRead))]
    [InlineData(nameof(Disk.Read))]
    public void A_claim_that_cannot_be_looked_at_is_an_error_before_a_commit_and_no_loss(string step)
    {
        using var place = new Workplace();
        bool fails = false;
        var disk = new FaultDisk(Disk.Current)
        {
            Before = call =>
            {
                if (fails && call.Step == step)
                {
                    throw Errno.Failure(call.Step, call.Path, Errno.EIO);
                }
            },
        };
        using FileLockHandle held = new FileLock(disk, place.Target, Options(place)).Acquire(cancellationToken: TestContext.Current.CancellationToken);
        fails = true;
        Assert.Equal(MutxError.Io, Assert.Throws<MutxException>(held.EnsureHeld).Error);
        fails = false;
        held.EnsureHeld();
        Assert.False(held.LockLost.IsCancellationRequested);
    }

    /// <summary>Claims, and gives the claim back while a step fails some times.</summary>
    /// <returns>How often it failed.</returns>
    private static int Release(Workplace place, string step, int times, Action? others = null)
    {
        int left = 0;
        int failed = 0;
        var disk = new FaultDisk(Disk.Current)
        {
            Before = call =>
            {
                if (call.Step == step && call.Path.StartsWith(place[".target.mutx.claim"], StringComparison.Ordinal) && left > 0)
                {
                    left--;
                    failed++;
                    others?.Invoke();
                    throw Errno.Failure(call.Step, call.Path, Errno.EIO);
                }
            },
        };
        FileLockHandle held = new FileLock(disk, place.Target, Options(place)).Acquire(cancellationToken: TestContext.Current.CancellationToken);
        left = times;
        held.Dispose();
        return failed;
    }

    private static FileLockOptions Options(Workplace place) => new() { Directory = place.Locks, Method = LockMethod.Claim };
}
