using Mutx.Etcd;
using Mutx.Locking;
using Mutx.Postgres;
using Mutx.Primitives;
using Mutx.Providers.Tests.Servers;

namespace Mutx.Providers.Tests;

/// <summary>Holders that die, and holders whose lock is taken away.</summary>
public sealed class LostHolders(SharedServers servers)
{
    private const int Kills = 5;

    // The shortest lease that both etcd and these tests have patience for.
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(3);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_killed_holder_of_Postgres_frees_its_lock_at_once()
    {
        string connection = (await servers.PostgresAsync()).Connection;
        await using var provider = new PostgresLockProvider(connection);
        Assert.InRange(await UntilNextHasItAsync($"postgres {connection}", provider), TimeSpan.Zero, Bounds.Moment);
    }

    [Fact]
    public async Task A_killed_holder_of_etcd_frees_its_lock_when_its_lease_runs_out()
    {
        string endpoints = (await servers.EtcdAsync()).Endpoints;
        using var provider = new EtcdLockProvider(endpoints);
        Assert.InRange(await UntilNextHasItAsync($"etcd {Lease.TotalSeconds} {endpoints}", provider), TimeSpan.Zero, Lease + Bounds.Moment);
    }

    [Fact]
    public async Task A_holder_whose_session_is_ended_by_an_administrator_is_told()
    {
        PostgresServer server = await servers.PostgresAsync();
        await using var provider = new PostgresLockProvider(server.Connection);
        foreach (LockMode mode in Enum.GetValues<LockMode>())
        {
            ILockHandle held = await provider.Get("revoked").AcquireAsync(mode, cancellationToken: Token);
            await IsToldAsync(
                held, LockLossReason.Revoked, () => server.ScalarAsync("SELECT count(pg_terminate_backend(pid)) FROM pg_locks WHERE locktype = 'advisory'"));
            await using ILockHandle next = await provider.Get("revoked").AcquireAsync(timeout: Bounds.Patience, cancellationToken: Token);
        }
    }

    [Fact]
    public async Task A_holder_whose_key_is_removed_or_lease_revoked_by_an_administrator_is_told()
    {
        EtcdServer server = await servers.EtcdAsync();
        using var provider = new EtcdLockProvider(server.Endpoints, new EtcdLockOptions { LeaseTime = TimeSpan.FromMinutes(10), Namespace = "revoked" });
        ILockHandle removed = await provider.Get("x").AcquireAsync(cancellationToken: Token);
        await IsToldAsync(removed, LockLossReason.Revoked, () => server.AskAsync("kv/deleterange", $$"""{"key":"{{Base64("mutx/1/revoked/")}}","range_end":"{{Base64("mutx/1/revoked0")}}"}"""));

        ILockHandle revoked = await provider.Get("x").AcquireAsync(timeout: Bounds.Patience, cancellationToken: Token);
        string key = (await server.AskAsync("kv/range", $$"""{"key":"{{Base64("mutx/1/revoked/")}}","range_end":"{{Base64("mutx/1/revoked0")}}"}"""))
            .GetProperty("kvs")[0].GetProperty("lease").GetString()!;
        await IsToldAsync(revoked, LockLossReason.Revoked, () => server.AskAsync("lease/revoke", $$"""{"ID":"{{key}}"}"""));
        await using ILockHandle next = await provider.Get("x").AcquireAsync(timeout: Bounds.Patience, cancellationToken: Token);
        next.EnsureHeld();
    }

    [Fact]
    public async Task A_waiter_of_etcd_whose_key_is_removed_takes_a_new_place()
    {
        EtcdServer server = await servers.EtcdAsync();
        using var provider = new EtcdLockProvider(server.Endpoints, new EtcdLockOptions { Namespace = "waiting" });
        ILockHandle held = await provider.Get("x").AcquireAsync(cancellationToken: Token);
        Task<ILockHandle> next = provider.Get("x").AcquireAsync(timeout: Bounds.Patience, cancellationToken: Token).AsTask();
        string all = $$"""{"key":"{{Base64("mutx/1/waiting/")}}","range_end":"{{Base64("mutx/1/waiting0")}}","sort_order":"DESCEND","sort_target":"CREATE"}""";
        string? place = null;
        while (place is null)
        {
            System.Text.Json.JsonElement keys = (await server.AskAsync("kv/range", all)).GetProperty("kvs");
            place = keys.GetArrayLength() == 2 ? keys[0].GetProperty("key").GetString() : null;
        }

        await server.AskAsync("kv/deleterange", $$"""{"key":"{{place}}"}""");
        await held.DisposeAsync();
        await using ILockHandle second = await next.WaitAsync(Bounds.Patience, Token);
        Assert.True(await second.VerifyAsync(Token));
    }

    private static async Task IsToldAsync(ILockHandle held, LockLossReason reason, Func<Task> revoke)
    {
        var told = new TaskCompletionSource<double>();
        held.LockLost.Register(() => told.SetResult(OtherProcess.Now()));
        held.EnsureHeld();
        double start = OtherProcess.Now();
        await revoke();
        double end = await told.Task.WaitAsync(Bounds.Patience, Token);
        Assert.InRange(TimeSpan.FromMilliseconds(end - start), TimeSpan.Zero, Bounds.Moment);
        Assert.Equal(reason, held.LossReason);
        Assert.Throws<LockLostException>(held.EnsureHeld);
        Assert.False(await held.VerifyAsync(Token));
        Assert.Equal(LockRelease.AlreadyLost, await held.ReleaseAsync());
    }

    /// <summary>The longest time from a kill to the next holder.</summary>
    private static async Task<TimeSpan> UntilNextHasItAsync(string provider, ILockProvider locks)
    {
        var longest = TimeSpan.Zero;
        OtherProcess[] holders = [.. Enumerable.Range(0, Kills).Select(number => OtherProcess.Start(provider, "hold", $"killed {number}"))];
        try
        {
            for (int i = 0; i < Kills; i++)
            {
                await holders[i].SaysAsync("held");
                Task<ILockHandle> next = locks.Get($"killed {i}").AcquireAsync(timeout: Bounds.Patience, cancellationToken: Token).AsTask();
                Assert.False(next.IsCompleted);
                double killed = OtherProcess.Now();
                holders[i].Signal(Signal.Kill);
                await using ILockHandle held = await next;
                double waited = OtherProcess.Now() - killed;
                longest = TimeSpan.FromMilliseconds(Math.Max(longest.TotalMilliseconds, waited));
            }
        }
        finally
        {
            Array.ForEach(holders, holder => holder.Dispose());
        }

        return longest;
    }

    private static string Base64(string text) => Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(text));
}
