using Mutx.Faults.Tests.Disks;
using Mutx.Faults.Tests.Operations;
using Mutx.Locking;
using Mutx.Platform;
using Mutx.Primitives;

namespace Mutx.Faults.Tests;

/// <summary>
/// Where files can't have two names a claim is created empty and then written. One who is stopped in between for longer
/// than the others take for that is overtaken.
/// </summary>
public sealed class ClaimsWithoutLinks
{
    private const string Claim = ".target.mutx.claim";

    [Fact]
    public void One_who_was_overtaken_before_it_had_written_its_record_does_not_hold_the_claim()
    {
        using var place = new Workplace();
        FileLockHandle? other = null;
        Assert.Null(Overtaken(place, held => other = held, fails: false).TryAcquire(cancellationToken: Token));
        other!.EnsureHeld();
        other.Dispose();
        Assert.Empty(place.Entries);
    }

    [Fact]
    public void One_who_was_overtaken_and_cannot_write_its_record_removes_nothing_of_the_other()
    {
        using var place = new Workplace();
        FileLockHandle? other = null;
        FileLock first = Overtaken(place, held => other = held, fails: true);
        Assert.Equal(MutxError.NoSpace, Assert.Throws<MutxException>(() => first.TryAcquire(cancellationToken: Token)).Error);
        other!.EnsureHeld();
        other.Dispose();
        Assert.Empty(place.Entries);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>The lock of one who is overtaken in the moment before it writes into the claim's file.</summary>
    private static FileLock Overtaken(Workplace place, Action<FileLockHandle> overtake, bool fails)
    {
        bool isOvertaken = false;
        var disk = new FaultDisk(PlainDisk.WithoutLinks)
        {
            Before = call =>
            {
                if (call.Step == nameof(Disk.Write) && call.Path == place[Claim] && !isOvertaken)
                {
                    isOvertaken = true;
                    File.SetLastWriteTimeUtc(place[Claim], DateTime.UtcNow.AddSeconds(-10));
                    overtake(new FileLock(PlainDisk.WithoutLinks, place.Target, Options(place, "other")).TryAcquire(cancellationToken: Token)!);
                    if (fails)
                    {
                        throw Errno.Failure(call.Step, call.Path, Errno.ENOSPC);
                    }
                }
            },
        };
        return new FileLock(disk, place.Target, Options(place, "own"));
    }

    private static FileLockOptions Options(Workplace place, string host) =>
        new() { Directory = Path.Join(place.Locks, host), Method = LockMethod.Claim };
}
