using Mutx.Locking;
using Mutx.Primitives;
using Mutx.Testing;

namespace Mutx.Tests.Testing;

public sealed class MemoryLockProviderTests
{
    private readonly MemoryLockProvider _provider = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Waiters_get_the_lock_in_the_order_they_came_and_tokens_grow_where_they_are_asked_for()
    {
        var provider = new MemoryLockProvider(new MemoryLockOptions { FencingTokens = true });
        Assert.True(provider.Capabilities.Has(LockFeatures.Fencing));
        ILockHandle first = provider.Get("a").Acquire(cancellationToken: Token);
        ValueTask<ILockHandle> second = provider.Get("a").AcquireAsync(cancellationToken: Token);
        ValueTask<ILockHandle> third = provider.Get("a").AcquireAsync(cancellationToken: Token);
        Assert.False(second.IsCompleted);
        first.Dispose();
        first.Dispose();
        ILockHandle held = await second;
        Assert.False(third.IsCompleted);
        Assert.True(held.FencingToken > first.FencingToken);
        held.Dispose();
        (await third).Dispose();
        Assert.False(await provider.Get("a").IsLockedAsync(Token));
    }

    [Fact]
    public async Task A_lock_has_no_fencing_token_unless_it_was_asked_for_as_locks_on_files_have_none()
    {
        Assert.False(_provider.Capabilities.Has(LockFeatures.Fencing));
        using ILockHandle held = _provider.Get("a").Acquire(cancellationToken: Token);
        Assert.Null(held.FencingToken);
        using LockResult scripted = await new ScriptedLockService().AcquireAsync("a", cancellationToken: Token);
        Assert.Null(scripted.Handle!.FencingToken);
        using LockResult fenced = await new ScriptedLockService(new MemoryLockOptions { FencingTokens = true }).AcquireAsync("a", cancellationToken: Token);
        Assert.NotNull(fenced.Handle!.FencingToken);
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
