using Mutx.Locking;
using Mutx.Primitives;

namespace Mutx.Tests.Locking;

/// <summary>What every server's lock has in common, over a server that a test makes up.</summary>
public sealed class ServerLockTests
{
    private readonly SettableTime _time = new(DateTimeOffset.UnixEpoch);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_holder_whose_last_proof_is_older_than_the_bound_has_lost_it_whatever_has_been_told()
    {
        var held = (MadeUpHandle)await new MadeUpLock(_time).AcquireAsync(cancellationToken: Token);
        _time.Pass(MadeUpLock.Bound);
        held.EnsureHeld();
        held.ProveNow();
        _time.Pass(MadeUpLock.Bound);
        held.EnsureHeld();
        _time.Pass(TimeSpan.FromTicks(1));
        Assert.Null(held.LossReason);
        Assert.Throws<LockLostException>(held.EnsureHeld);
        Assert.Equal(LockLossReason.NoAnswer, held.LossReason);
        held.ProveNow();
        Assert.Throws<LockLostException>(held.EnsureHeld);
        Assert.Equal(LockRelease.AlreadyLost, await held.ReleaseAsync());
    }

    [Fact]
    public async Task It_is_lost_or_released_once_and_never_lost_by_being_released()
    {
        var lost = (MadeUpHandle)await new MadeUpLock(_time).AcquireAsync(cancellationToken: Token);
        var told = new TaskCompletionSource();
        lost.LockLost.Register(told.SetResult);
        Assert.True(lost.Take(LockLossReason.ServerGone));
        Assert.False(lost.Take(LockLossReason.Revoked));
        await told.Task.WaitAsync(TimeSpan.FromSeconds(30), Token);
        Assert.Equal(LockLossReason.ServerGone, lost.LossReason);
        Assert.False(await lost.VerifyAsync(Token));
        Assert.Equal((LockRelease.AlreadyLost, LockRelease.AlreadyLost), (await lost.ReleaseAsync(), await lost.ReleaseAsync()));
        Assert.Equal(1, lost.Ends);

        var released = (MadeUpHandle)await new MadeUpLock(_time).AcquireAsync(cancellationToken: Token);
        Assert.Equal((LockRelease.Released, LockRelease.Released), (await released.ReleaseAsync(), await released.ReleaseAsync()));
        Assert.False(released.Take(LockLossReason.Revoked));
        Assert.False(released.LockLost.IsCancellationRequested);
        Assert.Throws<ObjectDisposedException>(released.EnsureHeld);
        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await released.VerifyAsync(Token));
    }

    [Fact]
    public async Task What_the_server_denies_is_lost_and_what_fails_while_releasing_is_unknown()
    {
        var denied = (MadeUpHandle)await new MadeUpLock(_time).AcquireAsync(cancellationToken: Token);
        denied.Answer = false;
        Assert.False(await denied.VerifyAsync(Token));
        Assert.Equal(LockLossReason.Revoked, denied.LossReason);

        var failing = (MadeUpHandle)await new MadeUpLock(_time).AcquireAsync(cancellationToken: Token);
        failing.Answer = null;
        Assert.Equal(LockRelease.Unknown, await failing.ReleaseAsync());
    }

    [Fact]
    public async Task Who_does_not_get_it_learns_who_has_it()
    {
        var wanted = new MadeUpLock(_time) { Owner = "db2:4711" };
        Assert.Null(await wanted.TryAcquireAsync(cancellationToken: Token));
        MutxException error = await Assert.ThrowsAsync<LockUnavailableException>(async () => await wanted.AcquireAsync(timeout: TimeSpan.Zero, cancellationToken: Token));
        Assert.Equal("cannot lock 'x' (nowhere): it is locked by db2:4711 since 2026-01-31 10:00:00Z", error.Message);
        error = await Assert.ThrowsAsync<LockTimeoutException>(async () => await wanted.AcquireAsync(timeout: TimeSpan.FromSeconds(2), cancellationToken: Token));
        Assert.EndsWith("; waited 2s", error.Message, StringComparison.Ordinal);
    }
}
