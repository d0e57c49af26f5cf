using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Mutx.Locking;
using Mutx.Postgres;
using Mutx.Primitives;
using Mutx.Providers.Tests.Servers;
using Npgsql;

namespace Mutx.Providers.Tests;

/// <summary>Servers whose locks can't be had, or would exclude nobody: a clear error, within the time that was to be waited.</summary>
public sealed class UnfitPostgres(SharedServers servers)
{
    // Locks until there is no place left, not even that which a failed statement had for itself.
    private const string Fill = """
        DO $$
        DECLARE failures int := 0; n bigint := 0;
        BEGIN
            WHILE failures < 100 LOOP
                n := n + 1;
                BEGIN
                    PERFORM pg_advisory_lock(n);
                EXCEPTION WHEN out_of_memory THEN
                    failures := failures + 1;
                END;
            END LOOP;
        END $$
        """;

    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_pooler_in_transaction_mode_is_refused_and_nothing_is_left_on_its_sessions()
    {
        PostgresServer server = await servers.PostgresAsync();
        await using PgBouncer pooler = await PgBouncer.StartAsync(server);
        await FailsAsync(pooler.Connection, MutxError.LocksUnsupported, "pooler", "PgBouncer");
        await using NpgsqlDataSource through = NpgsqlDataSource.Create($"{pooler.Connection};Pooling=false");
        await using NpgsqlCommand command = through.CreateCommand("SELECT current_setting('search_path') || current_setting('tcp_user_timeout')");
        Assert.DoesNotContain("12000", (string)(await command.ExecuteScalarAsync(Token))!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Such_a_pooler_does_give_one_lock_to_two_clients()
    {
        // The control: what is refused has to be worth refusing.
        await using PgBouncer pooler = await PgBouncer.StartAsync(await servers.PostgresAsync());
        int given = 0;
        for (int i = 0; i < 2; i++)
        {
            await using NpgsqlDataSource client = NpgsqlDataSource.Create($"{pooler.Connection};Pooling=false;No Reset On Close=true");
            await using NpgsqlCommand command = client.CreateCommand("SELECT pg_try_advisory_lock(42)");
            given += await command.ExecuteScalarAsync(Token) is true ? 1 : 0;
        }

        Assert.Equal(2, given);
    }

    [Fact]
    public async Task A_standby_is_refused()
    {
        await using PostgresServer primary = await PostgresServer.StartAsync();
        await using PostgresServer standby = await primary.StartStandbyAsync();
        Assert.True(await standby.ScalarAsync("SELECT pg_try_advisory_lock(42)") is true, "the standby gives no lock: this shows nothing");
        await FailsAsync(standby.Connection, MutxError.LocksUnsupported, "standby", "primary");
    }

    [Fact]
    public async Task A_wrong_password_is_an_error_that_does_not_repeat_it()
    {
        await using PostgresServer server = await PostgresServer.StartAsync();
        await server.ScalarAsync("CREATE ROLE app LOGIN PASSWORD 'right'");
        await server.AllowAsync("host all app all scram-sha-256");
        MutxException error = await FailsAsync(
            $"{server.ConnectionTo("127.0.0.1", "app")};Password=wr0ng", MutxError.AccessDenied, "password", "app");
        Assert.DoesNotContain("wr0ng", error.ToString(), StringComparison.Ordinal);
        await FailsAsync($"{server.Connection.Replace("Database=postgres", "Database=absent", StringComparison.Ordinal)}", MutxError.NotFound, "absent");
    }

    [Fact]
    public async Task Who_may_not_make_the_table_is_told_what_an_administrator_has_to_run_and_may_lock_after_it()
    {
        await using PostgresServer server = await PostgresServer.StartAsync();
        await server.ScalarAsync("CREATE ROLE app LOGIN; REVOKE CREATE ON DATABASE postgres FROM PUBLIC");
        string connection = server.ConnectionTo("127.0.0.1", "app");
        MutxException error = await FailsAsync(connection, MutxError.AccessDenied, "permission denied");
        Assert.Contains(PostgresLockProvider.SetupSql, error.Hint, StringComparison.Ordinal);
        await server.ScalarAsync($"{PostgresLockProvider.SetupSql} GRANT USAGE ON SCHEMA mutx TO app; GRANT SELECT, INSERT, UPDATE ON mutx.fence TO app");
        await using var provider = new PostgresLockProvider(connection);
        await using ILockHandle held = await provider.Get("x").AcquireAsync(timeout: Timeout, cancellationToken: Token);
        Assert.Equal(1, held.FencingToken!.Counter);
    }

    [Fact]
    public async Task No_server_is_an_error_at_once()
    {
        await FailsAsync(
            string.Create(CultureInfo.InvariantCulture, $"Host=127.0.0.1;Port={Ports.Free()};Username=mutx"), MutxError.ServerUnavailable, "127.0.0.1", "refused");
    }

    [Fact]
    public async Task A_server_that_takes_connections_and_says_nothing_is_an_error_within_the_timeout()
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        string connection = string.Create(CultureInfo.InvariantCulture, $"Host=127.0.0.1;Port={((IPEndPoint)silent.LocalEndpoint).Port};Username=mutx");
        await FailsAsync(connection, MutxError.ServerUnavailable, "no answer within");
    }

    [Fact]
    public async Task A_server_that_hangs_is_an_error_within_the_timeout_and_its_holder_is_told()
    {
        await using PostgresServer server = await PostgresServer.StartAsync();
        await using var provider = new PostgresLockProvider(server.Connection);
        await using ILockHandle held = await provider.Get("x").AcquireAsync(cancellationToken: Token);
        await (await provider.Get("y").AcquireAsync(cancellationToken: Token)).DisposeAsync();
        var told = new TaskCompletionSource();
        held.LockLost.Register(told.SetResult);
        int[] processes = [server.Process.Pid, .. await BackendsAsync(server)];
        Array.ForEach(processes, process => RunningProgram.SendSignal(process, Signal.Stop));
        try
        {
            await FailsAsync(server.Connection, MutxError.ServerUnavailable, "no answer within");
            await FailsAsync(provider, "y", MutxError.ServerUnavailable, "no answer within");
            await told.Task.WaitAsync(Bounds.Patience, Token);
            Assert.Equal(LockLossReason.NoAnswer, held.LossReason);
            Assert.Equal(LockRelease.AlreadyLost, await held.ReleaseAsync());
        }
        finally
        {
            Array.ForEach(processes, process => RunningProgram.SendSignal(process, Signal.Continue));
        }

        await using ILockHandle again = await provider.Get("x").AcquireAsync(timeout: Bounds.Patience, cancellationToken: Token);
    }

    [Fact]
    public async Task A_full_table_of_locks_and_a_server_without_a_connection_left_are_errors_that_say_so()
    {
        await using PostgresServer server = await PostgresServer.StartAsync("max_connections=10", "superuser_reserved_connections=3", "max_locks_per_transaction=10");
        await using (NpgsqlDataSource source = NpgsqlDataSource.Create($"{server.Connection};Pooling=false"))
        {
            await using NpgsqlConnection full = await source.OpenConnectionAsync(Token);
            await using var fill = new NpgsqlCommand(Fill, full);
            await fill.ExecuteNonQueryAsync(Token);
            await FailsAsync(server.Connection, MutxError.Busy, "shared memory");
        }

        // The server frees what the session had a moment after that has gone.
        await server.Process.UntilAsync(async () =>
        {
            await server.ScalarAsync("CREATE ROLE app LOGIN");
            return true;
        });
        var held = new List<ILockHandle>();
        await using var provider = new PostgresLockProvider(server.Connection);
        await Assert.ThrowsAsync<MutxException>(async () =>
        {
            for (int i = 0; i < 20; i++)
            {
                held.Add(await provider.Get($"{i}").AcquireAsync(timeout: Timeout, cancellationToken: Token));
            }
        });
        await FailsAsync(server.Connection, MutxError.Busy, "too many");
        foreach (ILockHandle each in held)
        {
            await each.DisposeAsync();
        }
    }

    private static async Task<int[]> BackendsAsync(PostgresServer server)
    {
        await using NpgsqlDataSource source = NpgsqlDataSource.Create($"{server.Connection};Pooling=false");
        await using NpgsqlCommand command = source.CreateCommand("SELECT array_agg(pid) FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()");
        return (int[])(await command.ExecuteScalarAsync(Token))!;
    }

    private static async Task<MutxException> FailsAsync(string connection, MutxError expected, params string[] words)
    {
        await using var provider = new PostgresLockProvider(connection);
        return await FailsAsync(provider, "x", expected, words);
    }

    private static async Task<MutxException> FailsAsync(PostgresLockProvider provider, string name, MutxError expected, params string[] words)
    {
        long start = Stopwatch.GetTimestamp();
        MutxException error = await Assert.ThrowsAsync<MutxException>(
            async () => await provider.Get(name).AcquireAsync(timeout: Timeout, cancellationToken: Token));
        Assert.InRange(Stopwatch.GetElapsedTime(start), TimeSpan.Zero, Timeout + Bounds.Moment);
        Assert.Equal(expected, error.Error);
        Assert.All(words, word => Assert.Contains(word, error.Message, StringComparison.OrdinalIgnoreCase));
        return error;
    }
}
