using Mutx.Locking;
using Mutx.Postgres;
using Mutx.Providers.Tests.Servers;

namespace Mutx.Providers.Tests;

/// <summary>What locks cost the server and those who use it for something else.</summary>
public sealed class PostgresSessions(SharedServers servers)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_waiter_does_not_hold_up_who_has_to_wait_for_all_snapshots()
    {
        await using PostgresServer server = await PostgresServer.StartAsync();
        await using var provider = new PostgresLockProvider(server.Connection);
        await server.ScalarAsync("CREATE TABLE t (x int)");
        await using ILockHandle held = await provider.Get("x").AcquireAsync(cancellationToken: Token);
        Task<ILockHandle> waiting = provider.Get("x").AcquireAsync(timeout: Bounds.Patience * 2, cancellationToken: Token).AsTask();
        await Eventually.IsTrue(() => server.LocksAsync(granted: false).GetAwaiter().GetResult() == 1, "one waits");
        await server.ScalarAsync("CREATE INDEX CONCURRENTLY ON t (x)").WaitAsync(Bounds.Patience, Token);
        Assert.False(waiting.IsCompleted);
        await held.DisposeAsync();
        await (await waiting).DisposeAsync();
    }

    [Fact]
    public async Task Who_gave_up_waiting_has_left_neither_lock_nor_waiter_nor_session_behind()
    {
        await using PostgresServer server = await PostgresServer.StartAsync();
        await using var holder = new PostgresLockProvider(server.Connection);
        var waiter = new PostgresLockProvider(server.Connection, new PostgresLockOptions { MaxIdleSessions = 0 });
        await using (ILockHandle held = await holder.Get("x").AcquireAsync(cancellationToken: Token))
        {
            Assert.Null(await waiter.Get("x").TryAcquireAsync(timeout: TimeSpan.FromMilliseconds(300), cancellationToken: Token));
            using var cancel = new CancellationTokenSource();
            Task<ILockHandle> cancelled = waiter.Get("x").AcquireAsync(cancellationToken: cancel.Token).AsTask();
            await Eventually.IsTrue(() => server.LocksAsync(granted: false).GetAwaiter().GetResult() == 1, "one waits");
            await cancel.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled);
            await Eventually.IsTrue(() => server.LocksAsync(granted: false).GetAwaiter().GetResult() == 0, "nobody waits any more");
            Assert.Equal(1, await server.LocksAsync(granted: true));
        }

        await Eventually.IsTrue(() => SessionsAsync(server).GetAwaiter().GetResult() == 1, "the sessions of the waiter are closed");
        await waiter.DisposeAsync();
    }

    [Fact]
    public async Task A_hundred_tasks_that_want_one_lock_take_three_sessions_and_few_are_kept()
    {
        await using PostgresServer server = await PostgresServer.StartAsync();
        await using var provider = new PostgresLockProvider(server.Connection, new PostgresLockOptions { MaxIdleSessions = 2 });
        long most = 0;
        await Task.WhenAll(Enumerable.Range(0, 100).Select(async number =>
        {
            await using ILockHandle held = await provider.Get("x").AcquireAsync(timeout: Bounds.Patience, cancellationToken: Token);
            most = number % 10 == 0 ? Math.Max(most, await SessionsAsync(server)) : most;
        }));

        // The holder's, the waiter's, and one that was let go of and isn't taken up again or closed yet.
        Assert.InRange(most, 1, 3);
        ILockHandle[] several = await Task.WhenAll(Enumerable.Range(0, 5).Select(i => provider.Get($"{i}").AcquireAsync(cancellationToken: Token).AsTask()));
        foreach (ILockHandle each in several)
        {
            await each.DisposeAsync();
        }

        await Eventually.IsTrue(() => SessionsAsync(server).GetAwaiter().GetResult() == 2, "no more sessions than two are kept");
    }

    [Fact]
    public async Task Who_waits_longer_than_a_place_in_the_line_lasts_gets_the_lock_all_the_same()
    {
        await using var holder = new PostgresLockProvider((await servers.PostgresAsync()).Connection);
        var options = new PostgresLockOptions { AnswerTimeout = TimeSpan.FromMilliseconds(500) };
        await using var waiter = new PostgresLockProvider((await servers.PostgresAsync()).Connection, options);
        ILockHandle held = await holder.Get("slices").AcquireAsync(cancellationToken: Token);
        Task<ILockHandle> waiting = waiter.Get("slices").AcquireAsync(timeout: Bounds.Patience, cancellationToken: Token).AsTask();
        await Task.Delay(options.AnswerTimeout * 3, Token);
        Assert.False(waiting.IsCompleted);
        await held.DisposeAsync();
        await using ILockHandle next = await waiting;
        next.EnsureHeld();
        Assert.True(next.Waited > options.AnswerTimeout);
    }

    [Fact]
    public async Task Locks_that_are_held_outlive_their_provider()
    {
        PostgresServer server = await servers.PostgresAsync();
        var provider = new PostgresLockProvider(server.Connection);
        await using ILockHandle held = await provider.Get("outlives").AcquireAsync(cancellationToken: Token);
        await provider.DisposeAsync();
        Assert.True(await held.VerifyAsync(Token));
        Assert.Throws<ObjectDisposedException>(() => provider.Get("outlives").TryAcquire(cancellationToken: Token));
        Assert.Equal(LockRelease.Released, await held.ReleaseAsync());
    }

    private static async Task<long> SessionsAsync(PostgresServer server) =>
        (long)(await server.ScalarAsync("SELECT count(*) FROM pg_stat_activity WHERE application_name LIKE 'mutx %'"))!;
}
