using System.Diagnostics;
using System.Globalization;
using Mutx.Bench.Servers;
using Mutx.Locking;
using Mutx.Primitives;
using Npgsql;

namespace Mutx.Bench.Rows;

/// <summary>From the moment a server's lock is let go to the moment another process has it, and from a kill or a revocation.</summary>
internal sealed class ServerLocksRow : Row
{
    private const int HandOffs = 300;
    private const int Kills = 50;
    private const int Revocations = 100;

    // For a stream that has no way to say that it is being listened to.
    private static readonly TimeSpan UntilItListens = TimeSpan.FromMilliseconds(30);

    public override string Name => "server-locks";

    public override string Summary => "hand-off of a server's lock between processes; the peers are plain sessions in C: of libpq with the same statements, of HTTP, and flock";

    public override IReadOnlyList<Figure> Measure(Workbench bench)
    {
        var figures = new List<Figure>();
        if (BenchServer.PostgresPrograms is not null && File.Exists("/usr/include/postgresql/libpq-fe.h"))
        {
            figures.AddRange(MeasurePostgres(bench));
        }
        else
        {
            Console.WriteLine("  PostgreSQL's server or libpq-dev is missing: no figures of it");
        }

        if (Workbench.HasTool("etcd"))
        {
            figures.AddRange(MeasureEtcd(bench));
        }
        else
        {
            Console.WriteLine("  etcd-server is missing: no figures of it");
        }

        return figures;
    }

    private static List<Figure> MeasurePostgres(Workbench bench)
    {
        using BenchServer server = BenchServer.StartPostgres(bench);
        ILockProvider provider = WhenUp(() => ServerSide.ProviderOf("postgres", server.Address)!);
        using NpgsqlDataSource admin = NpgsqlDataSource.Create($"{server.Address};Pooling=true");
        string peer = bench.Peer("pg-lock", "-I/usr/include/postgresql", "-lpq");
        string connection = string.Create(CultureInfo.InvariantCulture, $"host=127.0.0.1 port={server.Port} user=bench dbname=postgres sslmode=disable");
        const string Count = "INSERT INTO mutx.fence AS f VALUES (42, 'floor', 1, 'floor', clock_timestamp(), pg_backend_pid()) ON CONFLICT (key) DO UPDATE SET counter = f.counter + 1, owner = excluded.owner, since = excluded.since, pid = excluded.pid RETURNING counter";
        Func<ServerSide> ours = () => ServerSide.Ours("postgres", server.Address);
        Func<ServerSide> counting = () => new ServerSide(peer, connection, "42", $"SELECT pg_advisory_lock(42); {Count}");
        Func<ServerSide> bare = () => new ServerSide(peer, connection, "43", "SELECT pg_advisory_lock(43)");
        Action waits = () => Until(() => Scalar(admin, "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted") > 0);
        List<double>[] times = HandOffsOf(waits, ours, counting, bare);
        List<double>[] longer = HandOffsOf(() => { waits(); Thread.Sleep(UntilItListens); }, ours, counting);
        double[] kills = [.. Enumerable.Range(0, Kills).Select(_ => Kill(provider, ours, waits))];
        double[] told = [.. Enumerable.Range(0, Revocations).Select(_ =>
            Told(provider, () => Scalar(admin, "SELECT count(pg_terminate_backend(pid)) FROM pg_locks WHERE locktype = 'advisory' AND granted")))];
        return
        [
            Share("PostgreSQL, p50, beside two sessions of libpq that count as well", times[0], times[1], 0.5, Goal.RatioAtMost(1.3)),
            Share("PostgreSQL, p99, beside the same", times[0], times[1], 0.99, Goal.None),
            Share("PostgreSQL, p50, beside the same, the lock having been held for 30 ms", longer[0], longer[1], 0.5, Goal.None),
            Share("PostgreSQL, p50, beside two sessions that only lock", times[0], times[2], 0.5, Goal.None),
            BesideFlock(bench, "PostgreSQL, p50, beside flock", times[0]),
            Figure.Alone("PostgreSQL, holder killed to next holder, p99", "ms", Pairs.Percentile(kills, 0.99), Goal.Below(50)),
            Figure.Alone("PostgreSQL, session ended by an administrator until its holder is told, p99", "ms", Pairs.Percentile(told, 0.99), Goal.Below(50)),
        ];
    }

    private static List<Figure> MeasureEtcd(Workbench bench)
    {
        using BenchServer server = BenchServer.StartEtcd(bench);
        ILockProvider provider = WhenUp(() => ServerSide.ProviderOf("etcd", server.Address)!);
        string peer = bench.Peer("etcd-lock");
        Func<ServerSide> ours = () => ServerSide.Ours("etcd", server.Address);
        using var http = new HttpClient();
        List<double>[] times = HandOffsOf(() => UntilTwoStand(http, server.Address), ours);
        List<double> floor = FloorOfEtcd(peer, server.Port);
        double[] told = [.. Enumerable.Range(0, Revocations).Select(_ => Told(provider, () => RemoveAll(http, server.Address)))];
        return
        [
            Share("etcd, p50, beside two connections of HTTP", times[0], floor, 0.5, Goal.RatioAtMost(1.3)),
            Share("etcd, p99, beside the same", times[0], floor, 0.99, Goal.None),
            BesideFlock(bench, "etcd, p50, beside flock", times[0]),
            Figure.Alone("etcd, key removed by an administrator until its holder is told, p99", "ms", Pairs.Percentile(told, 0.99), Goal.Below(1000)),
        ];
    }

    /// <summary>The times of each kind, hand-off by hand-off in turns.</summary>
    private static List<double>[] HandOffsOf(Action waits, params Func<ServerSide>[] kinds)
    {
        (ServerSide One, ServerSide Other)[] pairs = [.. kinds.Select(kind => (kind(), kind()))];
        List<double>[] times = [.. kinds.Select(_ => new List<double>())];
        try
        {
            for (int i = 0; i < HandOffs + 20; i++)
            {
                for (int kind = 0; kind < kinds.Length; kind++)
                {
                    double time = HandOff(pairs[kind].One, pairs[kind].Other, waits);
                    if (i >= 20)
                    {
                        times[kind].Add(time);
                    }
                }
            }
        }
        finally
        {
            foreach ((ServerSide one, ServerSide other) in pairs)
            {
                one.Dispose();
                other.Dispose();
            }
        }

        return times;
    }

    private static double HandOff(ServerSide holder, ServerSide waiter, Action waits)
    {
        holder.Say("take");
        holder.ReadMoment();
        waiter.Say("take");
        waits();
        holder.Say("give");
        long given = holder.ReadMoment();
        long got = waiter.ReadMoment();
        holder.Read();
        waiter.Say("give");
        waiter.ReadMoment();
        waiter.Read();
        return Milliseconds(got - given);
    }

    private static List<double> FloorOfEtcd(string peer, int port)
    {
        string address = port.ToString(CultureInfo.InvariantCulture);
        using var holder = new ServerSide(peer, address);
        using var waiter = new ServerSide(peer, address);
        var times = new List<double>();
        for (int i = 0; i < HandOffs; i++)
        {
            holder.Say("hold");
            holder.Read();
            waiter.Say("take");
            waiter.Read();
            Thread.Sleep(UntilItListens);
            holder.Say("give");
            long given = holder.ReadMoment();
            times.Add(Milliseconds(waiter.ReadMoment() - given));
            holder.Read();
        }

        return times;
    }

    private static Figure BesideFlock(Workbench bench, string what, List<double> ours)
    {
        string file = bench.PathOf("flock");
        var fileLock = new FileLock(file, new FileLockOptions { LockFile = file });
        fileLock.Acquire().Dispose();
        using LockWaiter waiter = new(file, bench.Peer("lock"), file, "wait");
        var times = new List<double>();
        for (int i = 0; i < HandOffs; i++)
        {
            FileLockHandle held = fileLock.Acquire();
            waiter.Wait();
            long released = Stopwatch.GetTimestamp();
            held.Dispose();
            times.Add(waiter.GotItAfter(released));
        }

        return Share(what, ours, times, 0.5, Goal.None);
    }

    private static double Kill(ILockProvider provider, Func<ServerSide> start, Action waits)
    {
        using ServerSide holder = start();
        holder.Say("take");
        holder.ReadMoment();
        Task<long> next = NextAsync(provider);
        waits();
        long killed = Stopwatch.GetTimestamp();
        holder.Kill();
        return Milliseconds(next.GetAwaiter().GetResult() - killed);
    }

    private static async Task<long> NextAsync(ILockProvider provider)
    {
        await using ILockHandle held = await provider.Get(ServerSide.Name).AcquireAsync().ConfigureAwait(false);
        return Stopwatch.GetTimestamp();
    }

    private static double Told(ILockProvider provider, Action revoke)
    {
        using ILockHandle held = provider.Get("told").Acquire();
        var told = new TaskCompletionSource<long>();
        held.LockLost.Register(() => told.SetResult(Stopwatch.GetTimestamp()));
        Thread.Sleep(UntilItListens);
        long start = Stopwatch.GetTimestamp();
        revoke();
        return Milliseconds(told.Task.GetAwaiter().GetResult() - start);
    }

    /// <summary>Waits until there are two keys, and then for as long as the second's owner may take to listen for the first's removal.</summary>
    private static void UntilTwoStand(HttpClient http, string address)
    {
        Until(() =>
        {
            using var everything = new StringContent("""{"key":"bXV0eC8=","range_end":"bXV0eDA=","count_only":true}""");
            using HttpResponseMessage response = http.PostAsync(new Uri($"{address}/v3/kv/range"), everything).GetAwaiter().GetResult();
            return response.Content.ReadAsStringAsync().GetAwaiter().GetResult().Contains("\"count\":\"2\"", StringComparison.Ordinal);
        });
        Thread.Sleep(UntilItListens);
    }

    private static void RemoveAll(HttpClient http, string address)
    {
        using var everything = new StringContent("""{"key":"bXV0eC8=","range_end":"bXV0eDA="}""");
        using HttpResponseMessage response = http.PostAsync(new Uri($"{address}/v3/kv/deleterange"), everything).GetAwaiter().GetResult();
        response.EnsureSuccessStatusCode();
    }

    private static long Scalar(NpgsqlDataSource source, string statement)
    {
        using NpgsqlCommand command = source.CreateCommand(statement);
        return (long)command.ExecuteScalar()!;
    }

    private static ILockProvider WhenUp(Func<ILockProvider> create)
    {
        ILockProvider provider = create();
        Until(() =>
        {
            try
            {
                provider.Get("up").Acquire(timeout: TimeSpan.FromSeconds(5)).Dispose();
                return true;
            }
            catch (MutxException)
            {
                return false;
            }
        });
        return provider;
    }

    private static void Until(Func<bool> isSo)
    {
        while (!isSo())
        {
            Thread.Sleep(1);
        }
    }

    private static Figure Share(string what, List<double> ours, List<double> theirs, double share, Goal goal)
    {
        double our = Pairs.Percentile(ours, share);
        double their = Pairs.Percentile(theirs, share);
        return new Figure(what, "ms", our, their, our / their, goal);
    }

    private static double Milliseconds(long ticks) => ticks * 1000.0 / Stopwatch.Frequency;
}
