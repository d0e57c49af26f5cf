using Mutx.Etcd;
using Mutx.Locking;
using Mutx.Postgres;
using Mutx.Providers.Tests.Servers;

namespace Mutx.Providers.Tests;

/// <summary>Holders that can't reach their server, and holders that stand still, for longer than any bound.</summary>
public sealed class CutOffHolders
{
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(6);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task In_a_partition_a_holder_of_Postgres_has_lost_the_lock_before_another_has_it()
    {
        await using TwoNetworks networks = await TwoNetworks.CreateAsync();
        await using PostgresServer server = await PostgresServer.StartAsync(networks.Server, []);
        LockCapabilities bounds = new PostgresLockProvider(server.Connection).Capabilities;
        await CutAsync(
            networks, $"postgres {server.ConnectionTo(TwoNetworks.ServerAddress)}", $"postgres {server.ConnectionTo("127.0.0.1")}", bounds);
    }

    [Fact]
    public async Task In_a_partition_a_holder_of_etcd_has_lost_the_lock_before_another_has_it()
    {
        await using TwoNetworks networks = await TwoNetworks.CreateAsync();
        await using EtcdServer server = await EtcdServer.StartInAsync(networks.Server, TwoNetworks.ServerAddress);
        LockCapabilities bounds = new EtcdLockProvider(server.Endpoints, new EtcdLockOptions { LeaseTime = Lease }).Capabilities;
        string provider = $"etcd {Lease.TotalSeconds} {server.Endpoints}";
        await CutAsync(networks, provider, provider, bounds);
    }

    [Fact]
    public async Task A_holder_of_Postgres_that_was_stopped_beyond_every_bound_still_holds_the_lock()
    {
        await using PostgresServer server = await PostgresServer.StartAsync();
        await using var others = new PostgresLockProvider(server.Connection);
        using OtherProcess holder = OtherProcess.Start($"postgres {server.Connection}", "hold", "x");
        await holder.SaysAsync("held");
        holder.Signal(Signal.Stop);
        TimeSpan beyond = others.Capabilities.ReleaseBound!.Value * 1.5;
        Assert.Null(await others.Get("x").TryAcquireAsync(timeout: beyond, cancellationToken: Token));
        holder.Signal(Signal.Continue);
        Assert.Equal("True", await holder.AskAsync("verify", "verified"));
        Assert.Equal("True", await holder.AskAsync("ensure", "ensured"));
        Assert.Equal("True", await holder.AskAsync("write it", "written"));
        Assert.False(holder.HasSaid("lost"));
        Assert.Equal("Released", await holder.AskAsync("release", "released"));
    }

    [Fact]
    public async Task A_holder_of_etcd_that_was_stopped_beyond_its_lease_has_its_write_refused()
    {
        await using EtcdServer server = await EtcdServer.StartAsync();
        string provider = $"etcd {Lease.TotalSeconds} {server.Endpoints}";
        using OtherProcess first = OtherProcess.Start(provider, "hold", "x");
        await first.SaysAsync("held");
        using OtherProcess second = OtherProcess.Start(provider, "hold", "x");
        Assert.Equal("True", await first.AskAsync("write by the first", "written"));
        using var files = new TempDirectory();
        Assert.Equal("True", await first.AskAsync($"replace {files["file"]}", "replaced"));
        first.Signal(Signal.Stop);
        await second.SaysAsync("held");
        Assert.Equal("True", await second.AskAsync("write by the second", "written"));
        Assert.Equal("True", await second.AskAsync($"replace {files["file"]}", "replaced"));
        string now = files.Read("file");
        first.Signal(Signal.Continue);

        // Whether it has been told by now or not: the resource refuses it. And it is told.
        Assert.Equal("False", await first.AskAsync("write by the first once more", "written"));
        Assert.Equal("False", await first.AskAsync($"replace {files["file"]}", "replaced"));
        Assert.Equal(now, files.Read("file"));
        Assert.Equal("False", await first.AskAsync("ensure", "ensured"));
        Assert.Equal("AlreadyLost", await first.AskAsync("release", "released"));
        Assert.Equal("True", await second.AskAsync("verify", "verified"));
        Assert.Equal("True", await second.AskAsync("write by the second once more", "written"));
    }

    /// <summary>
    /// The holder sits behind a cable, the next in line beside the server. The cable is cut; each says when it lost the lock or got
    /// it, by the clock that both share. Then the cable is whole again, and what the holder left behind is in nobody's way.
    /// </summary>
    private static async Task CutAsync(TwoNetworks networks, string far, string near, LockCapabilities bounds)
    {
        using OtherProcess holder = OtherProcess.StartIn(networks.Holder, far, "hold", "x");
        await holder.SaysAsync("held");
        using OtherProcess next = OtherProcess.StartIn(networks.Server, near, "open", "x");
        await next.SaysAsync("ready");
        await next.SayAsync("take");

        // That it waits by now can't be seen from here, and needn't be: it gets the lock when the server gives it away.
        double cut = OtherProcess.Now();
        await networks.CutAsync();
        string[] lost = await holder.SaysAsync("lost");
        string[] got = await next.SaysAsync("held");
        Assert.Equal(nameof(LockLossReason.NoAnswer), lost[0]);
        Assert.InRange(
            OtherProcess.Moment(lost) - cut, 0, (bounds.LossBound!.Value + Bounds.Moment).TotalMilliseconds);
        Assert.True(OtherProcess.Moment(lost) < OtherProcess.Moment(got), $"lost at {lost[^1]}, given to another at {got[^1]}");
        Assert.Equal("False", await holder.AskAsync("verify", "verified"));
        Assert.Equal("AlreadyLost", await holder.AskAsync("release", "released"));

        await networks.HealAsync();
        Assert.Equal("True", await next.AskAsync("verify", "verified"));
        Assert.Equal("Released", await next.AskAsync("release", "released"));
        await holder.SayAsync("take");
        await holder.SaysAsync("held");
    }
}
