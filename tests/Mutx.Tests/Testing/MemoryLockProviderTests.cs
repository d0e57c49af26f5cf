using Mutx.Locking;
using Mutx.Primitives;
using Mutx.Testing;

namespace Mutx.Tests.Testing;

public sealed class MemoryLockProviderTests
{
    private readonly MemoryLockProvider _provider = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Waiters_get_the_lock_in_the_order_they_came_and_tokens_grow()
    {
        ILockHandle first = _provider.Get("a").Acquire(cancellationToken: Token);
        ValueTask<ILockHandle> second = _provider.Get("a").AcquireAsync(cancellationToken: Token);
        ValueTask<ILockHandle> third = _provider.Get("a").AcquireAsync(cancellationToken: Token);
        Assert.False(second.IsCompleted);
        first.Dispose();
        first.Dispose();
        ILockHandle held = await second;
        Assert.False(third.IsCompleted);
        Assert.True(held.FencingToken > first.FencingToken);
        held.Dispose();
        (await third).Dispose();
        Assert.False(await _provider.Get("a").IsLockedAsync(Token));
    }

    [Fact]
    public void Shared_locks_go_together_and_exclude_an_exclusive_one()
    {
        ILock a = _provider.Get("a");
        using ILockHandle one = a.TryAcquire(LockMode.Shared, cancellationToken: Token)!;
        using ILockHandle two = a.TryAcquire(LockMode.Shared, cancellationToken: Token)!;
        Assert.NotNull(two);
        Assert.Null(a.TryAcquire(cancellationToken: Token));
        Assert.NotNull(_provider.Get("b").TryAcquire(cancellationToken: Token));
        Assert.Throws<LockUnavailableException>(() => a.Acquire(timeout: TimeSpan.Zero, cancellationToken: Token));
        Assert.Throws<LockTimeoutException>(() => a.Acquire(timeout: TimeSpan.FromMilliseconds(5), cancellationToken: Token));
    }

    [Fact]
    public async Task A_cancelled_waiter_does_not_keep_the_lock_from_the_next()
    {
        ILockHandle first = _provider.Get("a").Acquire(cancellationToken: Token);
        using var cancel = new CancellationTokenSource();
        ValueTask<ILockHandle> second = _provider.Get("a").AcquireAsync(cancellationToken: cancel.Token);
        ValueTask<ILockHandle> third = _provider.Get("a").AcquireAsync(cancellationToken: Token);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await second);
        first.Dispose();
        Assert.NotNull(await third);
    }

    [Fact]
    public void A_lost_lock_says_so()
    {
        var held = (MemoryLockHandle)_provider.Get("a").Acquire(cancellationToken: Token);
        held.EnsureHeld();
        held.Lose();
        Assert.True(held.LockLost.IsCancellationRequested);
        Assert.Throws<LockLostException>(held.EnsureHeld);
        Assert.NotNull(_provider.Get("a").TryAcquire(cancellationToken: Token));
    }
}
