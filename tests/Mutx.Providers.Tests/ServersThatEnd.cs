using Mutx.Etcd;
using Mutx.Locking;
using Mutx.Postgres;
using Mutx.Primitives;
using Mutx.Providers.Tests.Servers;

namespace Mutx.Providers.Tests;

/// <summary>Servers that are killed and started again, and others that take their place.</summary>
public sealed class ServersThatEnd
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_killed_Postgres_has_its_holders_told_and_its_waiters_go_on_when_it_is_back()
    {
        await using PostgresServer server = await PostgresServer.StartAsync();
        await using var provider = new PostgresLockProvider(server.Connection);
        ILockHandle held = await provider.Get("x").AcquireAsync(cancellationToken: Token);
        FencingToken first = held.FencingToken!;
        var told = new TaskCompletionSource<double>();
        held.LockLost.Register(() => told.SetResult(OtherProcess.Now()));
        Task<ILockHandle> waiting = provider.Get("x").AcquireAsync(timeout: Bounds.Patience, cancellationToken: Token).AsTask();
        await Eventually.IsTrue(() => server.LocksAsync(granted: false).GetAwaiter().GetResult() == 1, "one waits");

        double killed = OtherProcess.Now();
        await server.Process.KillAsync();
        Assert.InRange(TimeSpan.FromMilliseconds(await told.Task.WaitAsync(Bounds.Patience, Token) - killed), TimeSpan.Zero, Bounds.Moment);
        Assert.True(held.LossReason is LockLossReason.ServerGone or LockLossReason.Revoked, $"{held.LossReason}");
        Assert.Equal(LockRelease.AlreadyLost, await held.ReleaseAsync());
        await server.StartAsync();
        await using ILockHandle next = await waiting.WaitAsync(Bounds.Patience, Token);
        Assert.True(next.FencingToken > first);
        Assert.True(await next.VerifyAsync(Token));
    }

    [Fact]
    public async Task A_Postgres_that_was_started_again_serves_those_who_used_it_before()
    {
        await using PostgresServer server = await PostgresServer.StartAsync();
        await using var provider = new PostgresLockProvider(server.Connection);
        ILockHandle[] several = [.. await Task.WhenAll(Enumerable.Range(0, 3).Select(i => provider.Get($"{i}").AcquireAsync(cancellationToken: Token).AsTask()))];
        foreach (ILockHandle each in several)
        {
            await each.DisposeAsync();
        }

        await server.StopAsync();
        await server.StartAsync();
        await using ILockHandle? held = await provider.Get("0").TryAcquireAsync(cancellationToken: Token);
        Assert.NotNull(held);
    }

    [Fact]
    public async Task A_killed_etcd_keeps_its_locks()
    {
        await using EtcdServer server = await EtcdServer.StartAsync();
        using var provider = new EtcdLockProvider(server.Endpoints, new EtcdLockOptions { LeaseTime = TimeSpan.FromMinutes(2) });
        ILockHandle held = await provider.Get("x").AcquireAsync(cancellationToken: Token);
        Task<ILockHandle> waiting = provider.Get("x").AcquireAsync(timeout: Bounds.Patience, cancellationToken: Token).AsTask();
        while (await server.KeysAsync() < 2)
        {
            await Task.Delay(10, Token);
        }

        await server.Process.KillAsync();
        await server.StartAgainAsync();
        Assert.True(await held.VerifyAsync(Token));
        Assert.False(held.LockLost.IsCancellationRequested);
        Assert.False(waiting.IsCompleted);
        Assert.Null(await provider.Get("x").TryAcquireAsync(cancellationToken: Token));
        Assert.Equal(LockRelease.Released, await held.ReleaseAsync());
        await using ILockHandle next = await waiting.WaitAsync(Bounds.Patience, Token);
        Assert.True(next.FencingToken > held.FencingToken);
    }

    [Fact]
    public async Task Tokens_go_on_growing_on_a_promoted_standby_though_it_has_missed_some()
    {
        await using PostgresServer primary = await PostgresServer.StartAsync();
        await using PostgresServer standby = await primary.StartStandbyAsync();
        await using var before = new PostgresLockProvider(primary.Connection);
        FencingToken seen = await AcquireAsync(before, 3);
        await Eventually.IsTrue(
            () => standby.ScalarAsync("SELECT max(counter) FROM mutx.fence").GetAwaiter().GetResult() is long counter && counter == seen.Counter, "the standby has followed");
        await standby.StopAsync();
        FencingToken missed = await AcquireAsync(before, 4);
        await primary.Process.KillAsync();
        await standby.StartAsync();
        await standby.PromoteAsync();

        await using var after = new PostgresLockProvider(standby.Connection);
        FencingToken next = await AcquireAsync(after, 1);
        Assert.True(next.Counter < missed.Counter, "the standby has missed nothing: this shows nothing");
        Assert.True(next > missed, $"{next} comes after {missed}");
    }

    [Fact]
    public async Task A_list_of_servers_leads_to_the_one_that_is_the_primary()
    {
        await using PostgresServer primary = await PostgresServer.StartAsync();
        await using PostgresServer standby = await primary.StartStandbyAsync();
        string both = $"Host=127.0.0.1:{standby.Port},127.0.0.1:{primary.Port};Username=mutx;Database=postgres";
        await using var provider = new PostgresLockProvider(both);
        FencingToken first = await AcquireAsync(provider, 1);
        await primary.Process.KillAsync();
        await standby.PromoteAsync();
        Assert.True(await AcquireAsync(provider, 1) > first);
    }

    [Fact]
    public async Task Of_three_members_of_etcd_one_and_then_the_leader_may_die()
    {
        await using EtcdServer cluster = await EtcdServer.StartClusterAsync();
        using var provider = new EtcdLockProvider(cluster.Endpoints, new EtcdLockOptions { LeaseTime = TimeSpan.FromMinutes(2) });
        await using ILockHandle held = await provider.Get("x").AcquireAsync(timeout: Bounds.Patience, cancellationToken: Token);
        int leader = await cluster.LeaderAsync(0);
        int other = (leader + 1) % 3;
        await cluster.Members[other].Process.KillAsync();
        await WorksAsync(provider, held);
        await cluster.StartAgainAsync(other);
        leader = await cluster.LeaderAsync(other);
        await cluster.Members[leader].Process.KillAsync();
        await WorksAsync(provider, held);
        Assert.False(held.LockLost.IsCancellationRequested);
    }

    [Fact]
    public async Task An_end_point_of_etcd_that_hangs_is_left_for_another_and_who_waits_there_is_not_forgotten()
    {
        await using EtcdServer cluster = await EtcdServer.StartClusterAsync();
        int leader = await cluster.LeaderAsync(0);
        string[] endpoints = cluster.Endpoints.Split(',');
        int hanging = (leader + 1) % 3;
        string others = string.Join(',', endpoints.Where((_, i) => i != hanging));
        var options = new EtcdLockOptions { LeaseTime = TimeSpan.FromSeconds(20) };
        using var theirs = new EtcdLockProvider(others, options);
        using var ours = new EtcdLockProvider($"{endpoints[hanging]},{others}", options);
        ILockHandle held = await theirs.Get("x").AcquireAsync(timeout: Bounds.Patience, cancellationToken: Token);
        Task<ILockHandle> waiting = ours.Get("x").AcquireAsync(timeout: Bounds.Patience, cancellationToken: Token).AsTask();
        while (await theirs.Get("x").TryAcquireAsync(cancellationToken: Token) is not null || (await cluster.AskAsync("kv/range", """{"key":"AA==","range_end":"AA==","count_only":true}""", leader)).GetProperty("count").GetString() != "2")
        {
            await Task.Delay(10, Token);
        }

        cluster.Members[hanging].Process.Signal(Signal.Stop);
        await held.DisposeAsync();
        await using ILockHandle next = await waiting.WaitAsync(Bounds.Patience, Token);
        Assert.True(await next.VerifyAsync(Token));
    }

    private static async Task<FencingToken> AcquireAsync(PostgresLockProvider provider, int times)
    {
        FencingToken? last = null;
        for (int i = 0; i < times; i++)
        {
            await using ILockHandle held = await provider.Get("x").AcquireAsync(timeout: Bounds.Patience, cancellationToken: Token);
            last = held.FencingToken;
        }

        return last!;
    }

    private static async Task WorksAsync(EtcdLockProvider provider, ILockHandle held)
    {
        // A cluster without a leader for a moment is an error that passes.
        var service = new LockService(provider);
        await using (LockResult another = await service.AcquireAsync("y", new LockOptions { Timeout = Bounds.Patience }, Token))
        {
            Assert.True(another.IsHeld, another.Message);
        }

        Assert.True(await held.VerifyAsync(Token));
        LockResult again = await service.AcquireAsync("x", new LockOptions { Timeout = TimeSpan.FromSeconds(1) }, Token);
        Assert.Equal(MutxError.LockTimeout, again.Error?.Error);
    }
}
