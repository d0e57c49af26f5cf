using System.Globalization;
using System.Text.Json;
using Mutx.Etcd;
using Mutx.Locking;
using Mutx.Postgres;
using Mutx.Primitives;
using Mutx.Providers.Tests.Servers;

namespace Mutx.Providers.Tests;

/// <summary>The program with locks of real servers, as a person runs it.</summary>
public sealed class ProgramWithServers(SharedServers servers) : IDisposable
{
    private const string Postgres = SharedServers.Postgres;
    private const string Etcd = SharedServers.Etcd;

    private readonly Sandbox _sandbox = new();

    // The program as on another machine: with another home, and so another place for locks on files.
    private readonly Sandbox _other = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<string> Kinds => [Postgres, Etcd];

    public void Dispose()
    {
        _sandbox.Dispose();
        _other.Dispose();
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Runs_exclude_each_other_and_their_commands_get_growing_tokens(string kind)
    {
        string server = await AddressAsync(kind);
        using RunningProgram holder = _sandbox.Mutx("run", "name:deploy", "--lock-provider", server, "--", "sh", "-c", "echo \"$MUTX_FENCING_TOKEN\"; read line").Start();
        FencingToken first = Parse(await LineOfAsync(holder));

        ProgramResult refused = await _other.Mutx("run", "name:deploy", "--lock-provider", server, "--no-wait", "--", "true").RunAsync();
        refused.AssertError(2, "deploy", "it is locked by ");
        Assert.DoesNotContain("waiting", refused.Error, StringComparison.Ordinal);
        ProgramResult late = await _other.Mutx("run", "name:deploy", "--lock-provider", server, "-t", "300ms", "--conflict-exit-code", "75", "--", "true").RunAsync();
        late.AssertStatus(75);
        ProgramResult status = await _other.Mutx("status", "name:deploy", "--lock-provider", server, "--json").RunAsync();
        JsonElement asked = JsonDocument.Parse(status.AssertStatus(0).Output).RootElement.GetProperty("status").EnumerateArray().Last();
        Assert.Equal((kind, "held"), (asked.GetProperty("method").GetString(), asked.GetProperty("state").GetString()));
        Assert.Equal(first.ToString(), asked.GetProperty("holders")[0].GetProperty("fencingToken").GetString());

        holder.CloseInput();
        (await holder.WaitAsync()).AssertStatus(1);
        ProgramResult next = await _other.Mutx("run", "name:deploy", "--lock-provider", server, "-c", "echo $MUTX_FENCING_TOKEN; exit 7").RunAsync();
        Assert.True(Parse(next.AssertStatus(7).Output.Trim()) > first);
        Assert.Contains("free", (await _other.Mutx("status", "name:deploy", "--lock-provider", server).RunAsync()).AssertStatus(0).Output.Split('\n')[^2], StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_command_whose_lock_is_lost_is_ended_and_the_status_is_2(string kind)
    {
        string server = await AddressAsync(kind);
        using RunningProgram polite = _sandbox.Mutx("run", "name:lost", "--lock-provider", server, "--", "sh", "-c", "trap 'echo ended; exit 0' TERM; echo up; while :; do sleep 0.05; done").Start();
        Assert.Equal("up", await LineOfAsync(polite));
        await RevokeAsync(kind);
        ProgramResult told = (await polite.WaitAsync()).AssertStatus(2);
        Assert.Equal("up\nended\n", told.Output);
        Assert.Contains("the lock of 'name:lost' is lost while 'sh' runs", told.Error, StringComparison.Ordinal);

        using RunningProgram deaf = _sandbox.Mutx("run", "name:lost", "--kill-after", "50ms", "--lock-provider", server, "--", "sh", "-c", "trap '' TERM; echo up; while :; do sleep 0.05; done").Start();
        Assert.Equal("up", await LineOfAsync(deaf));
        await RevokeAsync(kind);
        Assert.Contains("it gets SIGKILL", (await deaf.WaitAsync()).AssertStatus(2).Error, StringComparison.Ordinal);

        using RunningProgram free = _sandbox.Mutx("run", "name:lost", "--on-lost", "ignore", "--lock-provider", server, "--", "sh", "-c", "echo up; read line; exit 5").Start();
        Assert.Equal("up", await LineOfAsync(free));
        await RevokeAsync(kind);
        await free.ErrorContains("is lost");
        free.CloseInput();
        (await free.WaitAsync()).AssertStatus(5);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_file_that_was_written_under_a_servers_lock_has_a_fence(string kind)
    {
        string server = await AddressAsync(kind);
        (await _sandbox.Mutx("routes", "--lock-provider", server).Input("one").RunAsync()).AssertStatus(0);
        (await _sandbox.Mutx("update", "routes", "--lock-provider", server, "--", "sed", "s/one/two/").RunAsync()).AssertStatus(0);
        (await _sandbox.Mutx("routes").Input("x").RunAsync()).AssertError(4, "routes", "it has a fence", "--unfenced");
        (await _sandbox.Mutx("update", "routes", "--", "tr", "t", "x").RunAsync()).AssertStatus(4);
        Assert.Equal("two", _sandbox.Files.Read("routes"));

        (await _sandbox.Mutx("routes", "--unfenced").Input("three").RunAsync()).AssertStatus(0);
        (await _sandbox.Mutx("routes").Input("x").RunAsync()).AssertStatus(4);
        string other = await AddressAsync(kind == Etcd ? Postgres : Etcd);
        (await _sandbox.Mutx("routes", "--lock-provider", other).Input("x").RunAsync()).AssertError(4, "--reset-fence");
        (await _sandbox.Mutx("routes", "--lock-provider", other, "--reset-fence").Input("four").RunAsync()).AssertStatus(0);
        (await _sandbox.Mutx("routes", "--lock-provider", server).Input("x").RunAsync()).AssertStatus(4);
        Assert.Equal("four", _sandbox.Files.Read("routes"));
        (await _sandbox.Mutx("routes", "--lock-provider", $"{other}?namespace=team").Input("x").RunAsync()).AssertError(4, "its fence is of the lock", "--reset-fence");
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_backup_is_put_back_under_the_servers_lock(string kind)
    {
        string server = await AddressAsync(kind);
        (await _sandbox.Mutx("routes", "--lock-provider", server).Input("one").RunAsync()).AssertStatus(0);
        JsonElement told = JsonDocument.Parse((await _sandbox.Mutx("routes", "--lock-provider", server, "--backup", "--json").Input("two").RunAsync()).AssertStatus(0).Output).RootElement;
        FencingToken token = Parse(told.GetProperty("fencingToken").GetString()!);
        (await _sandbox.Mutx("restore", "routes").RunAsync()).AssertError(4, "it has a fence", "--lock-provider");
        told = JsonDocument.Parse((await _sandbox.Mutx("restore", "routes", "--lock-provider", server, "--json").RunAsync()).AssertStatus(0).Output).RootElement;
        Assert.True(Parse(told.GetProperty("fencingToken").GetString()!) > token);
        Assert.Equal("one", _sandbox.Files.Read("routes"));
        string other = await AddressAsync(kind == Etcd ? Postgres : Etcd);
        (await _sandbox.Mutx("restore", "routes", "--lock-provider", other).RunAsync()).AssertStatus(4);
        (await _sandbox.Mutx("restore", "routes", "--lock-provider", other, "--reset-fence").RunAsync()).AssertStatus(0);
    }

    [Fact]
    public async Task The_environment_names_a_server_too_and_only_for_those_that_ask_one()
    {
        string server = await AddressAsync(Postgres);
        (await _sandbox.Mutx("routes").With("MUTX_LOCK_PROVIDER", server).Input("one").RunAsync()).AssertStatus(0);
        (await _sandbox.Mutx("routes").Input("x").RunAsync()).AssertStatus(4);
        (await _sandbox.Mutx("queue", "create", "q").With("MUTX_LOCK_PROVIDER", "nonsense").RunAsync()).AssertStatus(0);
        (await _sandbox.Mutx("--version").With("MUTX_LOCK_PROVIDER", "nonsense").RunAsync()).AssertStatus(0);
        (await _sandbox.Mutx("routes").With("MUTX_LOCK_PROVIDER", "nonsense").Input("x").RunAsync()).AssertError(1, "MUTX_LOCK_PROVIDER", "postgres://");
    }

    [Fact]
    public async Task A_password_is_taken_from_anywhere_but_the_command_line_and_never_shown()
    {
        PostgresServer server = await servers.PostgresAsync();
        await server.ScalarAsync("CREATE ROLE keeper LOGIN PASSWORD 'hush-7391'; GRANT ALL ON DATABASE postgres TO keeper");
        await server.ScalarAsync("CREATE SCHEMA IF NOT EXISTS mutx; GRANT ALL ON SCHEMA mutx TO keeper");
        await server.ScalarAsync(PostgresLockProvider.SetupSql);
        await server.ScalarAsync("GRANT ALL ON ALL TABLES IN SCHEMA mutx TO keeper");
        await server.AllowAsync("host all keeper 127.0.0.1/32 scram-sha-256");
        string address = string.Create(CultureInfo.InvariantCulture, $"postgres://keeper@127.0.0.1:{server.Port}/postgres");
        string open = address.Replace("keeper@", "keeper:hush-7391@", StringComparison.Ordinal);
        _sandbox.Files.Write("secret", "hush-7391\n");
        _sandbox.Home.Write(".pgpass", "127.0.0.1:*:*:keeper:hush-7391\n");
        _sandbox.Home.SetMode(".pgpass", "600");

        ProgramRun run = _sandbox.Mutx("run", "name:x", "--", "true").With("MUTX_LOCK_PROVIDER", address);
        (await run.RunAsync()).AssertStatus(0);
        File.Delete(_sandbox.Home[".pgpass"]);
        (await run.With("PGPASSWORD", "hush-7391").RunAsync()).AssertStatus(0);
        (await run.With("MUTX_LOCK_PASSWORD_FILE", _sandbox.Files["secret"]).RunAsync()).AssertStatus(0);
        (await run.With("MUTX_LOCK_PROVIDER", open).RunAsync()).AssertStatus(0);

        ProgramResult[] failures =
        [
            await _sandbox.Mutx("run", "name:x", "--lock-provider", open, "--", "true").RunAsync(),
            await run.With("MUTX_LOCK_PROVIDER", open + "?nonsense").RunAsync(),
            await run.With("MUTX_LOCK_PROVIDER", open.Replace("/postgres", "/nowhere", StringComparison.Ordinal)).RunAsync(),
            await run.With("MUTX_LOCK_PROVIDER", open.Replace("keeper:", "nobody-is:", StringComparison.Ordinal)).RunAsync(),
            await run.With("MUTX_LOCK_PROVIDER", open + "?sslmode=verify-full").RunAsync(),
            await run.With("MUTX_LOCK_PASSWORD_FILE", "/nonexistent").RunAsync(),
            await run.With("PGPASSWORD", "wrong-hush-7391").RunAsync(),
            await run.RunAsync(),
        ];
        Assert.All(failures, failure =>
        {
            failure.AssertStatus(1);
            Assert.DoesNotContain("hush", failure.Output + failure.Error, StringComparison.Ordinal);
            Assert.Contains("hint: ", failure.Error + "hint: ", StringComparison.Ordinal);
        });
    }

    [Fact]
    public async Task A_signal_while_a_lease_is_held_or_waited_for_gives_it_back()
    {
        EtcdServer server = await servers.EtcdAsync();
        string address = await AddressAsync(Etcd);
        using var provider = new EtcdLockProvider(server.Endpoints);
        int before = await server.KeysAsync();
        ILockHandle held = await provider.Get(_sandbox.Files["routes"]).AcquireAsync(timeout: Bounds.Patience, cancellationToken: Token);
        using RunningProgram waiting = _sandbox.Mutx("write", "routes", "--lock-provider", address, "--", "echo", "x").Start();
        await HasKeysAsync(server, before + 2);
        waiting.Signal(Signal.Interrupt);
        (await waiting.WaitAsync()).AssertStatus(3);
        Assert.Equal(before + 1, await server.KeysAsync());

        await held.ReleaseAsync();
        using RunningProgram holding = _sandbox.Mutx("write", "routes", "--lock-provider", address, "--", "sleep", "600").Start();
        await HasKeysAsync(server, before + 1);
        holding.Signal(Signal.Terminate);
        (await holding.WaitAsync()).AssertStatus(3);
        Assert.Equal(before, await server.KeysAsync());
        Assert.False(File.Exists(_sandbox.Files["routes"]));
    }

    [Fact]
    public async Task No_server_and_no_client_are_errors_that_say_what_to_do()
    {
        string nobody = string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{Ports.Free()}");
        (await _sandbox.Mutx("routes", "--lock-provider", $"postgres://mutx@{nobody}/x").Input("x").RunAsync()).AssertError(1, $"PostgreSQL at {nobody}/x", "it can't be reached", "hint: ");
        (await _sandbox.Mutx("routes", "--lock-provider", $"etcd://{nobody}", "-t", "1s").Input("x").RunAsync()).AssertError(1, "etcd at", "hint: ");
        (await _sandbox.Mutx("status", "--lock-provider", $"etcd://{nobody}").RunAsync()).AssertError(1, "needs a RESOURCE");
        (await _sandbox.Mutx("routes", "--reset-fence").Input("x").RunAsync()).AssertError(1, "--reset-fence", "--lock-provider");
        foreach (string address in new[] { "etcd://h?cacert=/tmp", "etcd://h?cacert=/dev/null", "etcd://h?cert=/tmp&key=/tmp", "postgres://h/x?sslrootcert=/tmp", "postgres://h/x?sslcert=/nonexistent" })
        {
            (await _sandbox.Mutx("routes", "--lock-provider", address).Input("x").RunAsync()).AssertError(1, "cannot lock by", "correct --lock-provider");
        }

        Assert.False(File.Exists(_sandbox.Files["routes"]));

        File.Copy(NativeProgram.Path, _sandbox.Home["mutx"]);
        (await _sandbox.Run(_sandbox.Home["mutx"], "routes", "--lock-provider", $"etcd://{nobody}").Input("x").RunAsync()).AssertError(1, "mutx-servers", "install both");
        await File.WriteAllBytesAsync(_sandbox.Home["mutx-servers"], [], Token);
        _sandbox.Home.SetMode("mutx-servers", "755");
        (await _sandbox.Run(_sandbox.Home["mutx"], "routes", "--lock-provider", $"etcd://{nobody}").Input("x").RunAsync()).AssertError(1, "mutx-servers", "is no program", "install both");
        string other = Path.Join(Path.GetDirectoryName(NativeProgram.Path), "mutx-servers");
        (await _sandbox.Run(other, "--of=9.9.9", "status", "name:x", "--lock-provider", $"etcd://{nobody}").RunAsync()).AssertError(1, "and mutx of 9.9.9", "install both");
        Assert.False(File.Exists(_sandbox.Files["routes"]));
        (await _sandbox.Run(_sandbox.Home["mutx"], "routes").Input("x").RunAsync()).AssertStatus(0);
    }

    /// <summary>What isn't in the program can't make it start later.</summary>
    [Fact]
    public async Task Who_names_no_server_runs_a_program_without_their_clients()
    {
        byte[] name = System.Text.Encoding.Unicode.GetBytes("pg_catalog.pg_advisory_unlock");
        byte[] alone = await File.ReadAllBytesAsync(NativeProgram.Path, Token);
        byte[] beside = await File.ReadAllBytesAsync(Path.Join(Path.GetDirectoryName(NativeProgram.Path), "mutx-servers"), Token);
        Assert.Equal((-1, true), (alone.AsSpan().IndexOf(name), beside.AsSpan().IndexOf(name) > 0));
    }

    private static FencingToken Parse(string text) => FencingToken.TryParse(text, out FencingToken? token) ? token : throw new FormatException(text);

    private static async Task<string> LineOfAsync(RunningProgram running)
    {
        await running.OutputContains("\n");
        return running.OutputSoFar.Split('\n')[0];
    }

    private static async Task HasKeysAsync(EtcdServer server, int count)
    {
        using var patience = new CancellationTokenSource(Bounds.Patience);
        while (await server.KeysAsync() != count)
        {
            await Task.Delay(5, patience.Token);
        }
    }

    private Task<string> AddressAsync(string kind) => servers.AddressAsync(kind);

    private Task RevokeAsync(string kind) => servers.RevokeAsync(kind);
}
