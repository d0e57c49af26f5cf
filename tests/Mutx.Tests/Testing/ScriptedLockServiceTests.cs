using Mutx.Locking;
using Mutx.Primitives;
using Mutx.Testing;

namespace Mutx.Tests.Testing;

public sealed class ScriptedLockServiceTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_does_what_each_path_was_scripted_to_do_and_counts_the_calls()
    {
        ScriptedLockService service = new ScriptedLockService().Script("slow", ScriptedOutcome.TimeOut).Script("bad", ScriptedOutcome.Fail);
        Assert.Equal(LockStatus.Held, (await service.AcquireAsync("good", cancellationToken: Token)).Status);
        Assert.Equal(LockStatus.Held, (await service.AcquireAsync("good", "record", cancellationToken: Token)).Status);
        Assert.Equal(LockStatus.Timeout, (await service.AcquireAsync("slow", cancellationToken: Token)).Status);
        Assert.Equal(LockStatus.Error, (await service.AcquireAsync("bad", cancellationToken: Token)).Status);
        Assert.Equal((2, 1, 1, 4), (service.Calls("good"), service.Calls("slow"), service.Calls("bad"), service.TotalCalls));
        Assert.True(await service.IsLockedAsync("slow", Token));
        await Assert.ThrowsAsync<LockTimeoutException>(() => service.WithLockAsync("slow", (_, _) => Task.FromResult(1), cancellationToken: Token));
        service.Reset();
        Assert.Equal(0, service.TotalCalls);
        Assert.Equal(LockStatus.Held, (await service.AcquireAsync("slow", cancellationToken: Token)).Status);
    }

    [Fact]
    public async Task A_contended_path_is_held_by_one_at_a_time()
    {
        ScriptedLockService service = new ScriptedLockService().Script("c", ScriptedOutcome.Contend);
        LockResult first = await service.AcquireAsync("c", cancellationToken: Token);
        Assert.Equal(LockStatus.Locked, (await service.AcquireAsync("c", LockOptions.Default with { Timeout = TimeSpan.Zero }, Token)).Status);
        Assert.True(await service.IsLockedAsync("c", Token));
        Task<LockResult> second = service.AcquireAsync("c", cancellationToken: Token);
        Assert.False(second.IsCompleted);
        first.Dispose();
        Assert.Equal(LockStatus.Held, (await second).Status);
    }

    [Fact]
    public async Task Work_under_a_scripted_lock_runs_once_with_the_lock()
    {
        var service = new ScriptedLockService();
        int given = await service.WithLockAsync(
            "x",
            (held, _) =>
            {
                held.EnsureHeld();
                return Task.FromResult(7);
            },
            cancellationToken: Token);
        Assert.Equal(7, given);
    }
}
