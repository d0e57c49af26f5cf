using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Mutx.Postgres;
using Mutx.Primitives;
using Mutx.Providers.Tests.Servers;

namespace Mutx.Providers.Tests;

/// <summary>What the program runs under a server's lock: started only while it is held, told of it, and not left alone without it.</summary>
public sealed class CommandsUnderServers(SharedServers servers) : IDisposable
{
    private readonly Sandbox _sandbox = new();

    public static TheoryData<string> Kinds => [SharedServers.Postgres, SharedServers.Etcd];

    public void Dispose() => _sandbox.Dispose();

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_lock_that_is_lost_while_that_of_the_file_is_waited_for_starts_no_command(string kind)
    {
        string server = await servers.AddressAsync(kind);
        _sandbox.Files.Write("late", "");
        using RunningProgram inTheWay = _sandbox.Mutx("run", "late", "--", "sh", "-c", "echo up; read line").Start();
        await inTheWay.OutputContains("up");
        using RunningProgram waiting = _sandbox.Mutx("run", "late", "--lock-provider", server, "--kill-after", "1h", "--", "touch", "started").Start();
        await ProcLocks.SomeoneWaitsFor(_sandbox.LockFileOf("late"));
        await servers.RevokeAsync(kind);
        ProgramResult told = (await waiting.WaitAsync()).AssertStatus(2);
        Assert.Contains("'touch' was not started", told.Error, StringComparison.Ordinal);
        inTheWay.CloseInput();
        await inTheWay.WaitAsync();
        Assert.False(File.Exists(_sandbox.Files["started"]));
    }

    [Theory]
    [InlineData("term", true)]
    [InlineData("kill", true)]
    [InlineData("ignore", false)]
    public async Task A_command_whose_mutx_is_killed_does_not_go_on_without_a_lock(string onLost, bool ends)
    {
        string server = await servers.AddressAsync(SharedServers.Postgres);
        using RunningProgram running = _sandbox.Mutx("run", "name:orphan", "--lock-provider", server, "--on-lost", onLost, "--", "sh", "-c", "echo $$; exec sleep 600").Start();
        await running.OutputContains("\n");
        int command = int.Parse(running.OutputSoFar, CultureInfo.InvariantCulture);
        running.Signal(Signal.Kill);
        if (ends)
        {
            await Eventually.IsTrue(() => IsGone(command), "the command has ended");
        }
        else
        {
            await Eventually.IsTrue(() => running.HasExited, "mutx is gone");
            Assert.False(IsGone(command));
            RunningProgram.SendSignal(command, Signal.Kill);
        }
    }

    [Fact]
    public async Task A_command_gets_its_words_and_signals_as_they_are_and_one_that_cannot_be_started_is_told()
    {
        string server = await servers.AddressAsync(SharedServers.Postgres);
        string[] words = ["sh", "-c", "printf '%s|' \"$@\"; grep -E 'Sig(Blk|Ign)' /proc/self/status; ls /proc/self/fd; exit 9", "sh", "a b", "", "--json", "größe"];
        ProgramResult said = await _sandbox.Mutx(["run", "name:words", "--lock-provider", server, "--", .. words]).RunAsync();
        said.AssertStatus(9);
        Assert.StartsWith("a b||--json|größe|", said.Output, StringComparison.Ordinal);
        string without = (await _sandbox.Mutx(["run", "--close", "name:words", "--", .. words]).RunAsync()).Output;
        Assert.Equal(Plain(without), Plain(said.Output));
        (await _sandbox.Mutx("run", "name:words", "--lock-provider", server, "--", "no-such-command").RunAsync()).AssertError(127, "there is no command 'no-such-command'");
        (await _sandbox.Mutx("run", "name:words", "--lock-provider", server, "--", "/tmp").RunAsync()).AssertError(126, "/tmp");
    }

    [Fact]
    public async Task That_a_lock_is_lost_is_an_error_to_those_who_want_to_hear_no_more_and_to_programs()
    {
        string server = await servers.AddressAsync(SharedServers.Postgres);
        foreach (string how in new[] { "-q", "--json" })
        {
            using RunningProgram running = _sandbox.Mutx("run", "name:told", how, "--lock-provider", server, "--", "sh", "-c", "echo up; exec sleep 600").Start();
            await running.OutputContains("up");
            await servers.RevokeAsync(SharedServers.Postgres);
            string error = (await running.WaitAsync()).AssertStatus(2).Error;
            if (how == "-q")
            {
                Assert.Contains("the lock of 'name:told' is lost while 'sh' runs", error, StringComparison.Ordinal);
                continue;
            }

            Assert.All(error.Split('\n', StringSplitOptions.RemoveEmptyEntries), line => Assert.StartsWith("{", line, StringComparison.Ordinal));
            JsonElement[] objects = [.. error.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement)];
            Assert.True(FencingToken.TryParse(objects[0].GetProperty("fencingToken").GetString(), out _));
            Assert.Equal("lockLost", objects[1].GetProperty("error").GetProperty("code").GetString());
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_wait_for_a_lock_that_an_ancestor_holds_is_refused_at_once(string kind)
    {
        string server = await servers.AddressAsync(kind);
        _sandbox.Files.Write("input", "new");
        foreach (string script in new[]
        {
            """ "$M" run name:nest -- "$M" run name:nest -- true """,
            """ "$M" run name:nest -- "$M" run name:other -- "$M" run -s name:nest -- true """,
            """ "$M" run -s name:nest -- sh -c '"$M" run name:nest -- true; exit $?' """,
            """ "$M" run file -- "$M" file -i input -t 1h """,
        })
        {
            ProgramResult result = await _sandbox.Shell(script).With("MUTX_LOCK_PROVIDER", server).RunAsync();
            result.AssertStatus(2);
            Assert.Contains("the wait would never end: pid ", result.Error, StringComparison.Ordinal);
        }

        (await _sandbox.Shell(""" "$M" run -s name:nest -- "$M" run -s name:nest -- "$M" file -i input """).With("MUTX_LOCK_PROVIDER", server).RunAsync()).AssertStatus(0);
        Assert.Equal("new", _sandbox.Files.Read("file"));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_command_writes_its_own_fenced_file_with_the_token_that_it_was_given(string kind)
    {
        string server = await servers.AddressAsync(kind);
        _sandbox.Files.Write("input", "new");
        (await _sandbox.Mutx("file", "--lock-provider", server).Input("old").RunAsync()).AssertStatus(0);
        (await _sandbox.Mutx("other", "--lock-provider", server).Input("old").RunAsync()).AssertStatus(0);
        ProgramResult first = await _sandbox.Shell(""" "$M" run file -- sh -c 'echo $MUTX_FENCING_TOKEN; "$M" --no-lock file -i input; exit $?' """).With("MUTX_LOCK_PROVIDER", server).RunAsync();
        first.AssertStatus(0);
        Assert.Equal("new", _sandbox.Files.Read("file"));
        (await _sandbox.Mutx("file").Input("x").RunAsync()).AssertStatus(4);

        ProgramResult not = await _sandbox.Shell(""" "$M" run file -- "$M" --no-lock other -i input """).With("MUTX_LOCK_PROVIDER", server).RunAsync();
        not.AssertError(4, "it has a fence");
        (await _sandbox.Mutx("file", "--lock-provider", server).Input("newer").RunAsync()).AssertStatus(0);
        (await _sandbox.Mutx("file", "--no-lock").With("MUTX_FENCING_TOKEN", first.Output.Trim()).Input("late").RunAsync()).AssertError(4, "was overtaken by");
        Assert.Equal(("newer", "old"), (_sandbox.Files.Read("file"), _sandbox.Files.Read("other")));
    }

    [Fact]
    public async Task A_lock_that_somebody_holds_by_hand_is_not_said_to_be_of_its_last_holder()
    {
        PostgresServer server = await servers.PostgresAsync();
        await using var provider = new PostgresLockProvider(server.Connection, PostgresLockOptions.Default with { Owner = "long gone" });
        await (await provider.Get("by hand").AcquireAsync(cancellationToken: TestContext.Current.CancellationToken)).DisposeAsync();
        await using Npgsql.NpgsqlDataSource source = Npgsql.NpgsqlDataSource.Create($"{server.Connection};Pooling=false;Application Name=a person");
        await using Npgsql.NpgsqlConnection person = await source.OpenConnectionAsync(TestContext.Current.CancellationToken);
        await using var take = new Npgsql.NpgsqlCommand("SELECT pg_advisory_lock($1)", person);
        take.Parameters.AddWithValue(Locking.LockKey.For("mutx", "by hand").Number);
        await take.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        var error = await Assert.ThrowsAsync<LockUnavailableException>(
            async () => await provider.Get("by hand").AcquireAsync(timeout: TimeSpan.Zero, cancellationToken: TestContext.Current.CancellationToken));
        Assert.Contains("locked by a person", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("long gone", error.Message, StringComparison.Ordinal);
    }

    /// <summary>What is said of signals 32 and 33 is the C library's own affair: posix_spawn leaves them as they come.</summary>
    private static string Plain(string output) => Regex.Replace(output, "(SigIgn:\t0000000)[0-3][08](0000000)", "$1..$2");

    private static bool IsGone(int pid)
    {
        try
        {
            return File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{pid}/stat")).Contains(") Z ", StringComparison.Ordinal);
        }
        catch (IOException)
        {
            return true;
        }
    }
}
