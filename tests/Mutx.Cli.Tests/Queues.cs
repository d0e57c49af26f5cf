using System.Text.Json;

namespace Mutx.Cli.Tests;

/// <summary>The durable command queue, as a person uses it.</summary>
public sealed class Queues
{
    [Fact]
    public async Task Commands_are_added_listed_moved_and_run_in_their_order()
    {
        using Sandbox sandbox = new();
        (await Queue(sandbox, "create", "q")).AssertStatus(0);
        Assert.Equal("1\n", (await Queue(sandbox, "add", "q", "--", "sh", "-c", "echo first >> order; echo out; echo err >&2")).Output);
        Assert.Equal("2\n", (await Queue(sandbox, "add", "q", "--at", "1", "--", "sh", "-c", "echo second >> order")).Output);
        Assert.Equal("3\n", (await Queue(sandbox, "add", "q", "--", "sh", "-c", "echo third >> order")).Output);
        (await Queue(sandbox, "move", "q", "3", "1")).AssertStatus(0);
        Assert.Matches("^3\tpending\t.*\n2\tpending\t.*\n1\tpending\t", (await Queue(sandbox, "list", "q")).Output);

        (await Queue(sandbox, "run", "q")).AssertStatus(0);

        Assert.Equal("third\nsecond\nfirst\n", sandbox.Files.Read("order"));
        using JsonDocument shown = Json(await Queue(sandbox, "show", "q", "1", "--json"));
        JsonElement command = shown.RootElement.GetProperty("command");
        Assert.Equal("completed", command.GetProperty("status").GetString());
        Assert.Equal("out\nerr\n", File.ReadAllText(command.GetProperty("log").GetString()!));
        (await Queue(sandbox, "remove", "q", "1")).AssertStatus(0);
        Assert.False(File.Exists(command.GetProperty("log").GetString()));
    }

    [Fact]
    public async Task A_command_that_fails_is_told_and_the_others_run_unless_they_are_not_to()
    {
        using Sandbox sandbox = new();
        await Queue(sandbox, "create", "q");
        await Queue(sandbox, "add", "q", "--", "sh", "-c", "exit 7");
        await Queue(sandbox, "add", "q", "--", "touch", "ran");

        ProgramResult stopped = await Queue(sandbox, "run", "q", "--stop-on-failure");
        stopped.AssertStatus(1);
        Assert.Contains("exited with status 7", stopped.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(sandbox.Files["ran"]));

        await Queue(sandbox, "add", "q", "--at", "1", "--", "no-such-command-here");
        ProgramResult result = await Queue(sandbox, "run", "q", "--json");
        result.AssertStatus(1);
        Assert.Equal((1, 1), (Number(result, "completed"), Number(result, "failed")));
        Assert.True(File.Exists(sandbox.Files["ran"]));
    }

    [Fact]
    public async Task A_paused_queue_runs_nothing_until_it_is_resumed()
    {
        using Sandbox sandbox = new();
        await Queue(sandbox, "create", "q");
        await Queue(sandbox, "add", "q", "--", "touch", "ran");
        await Queue(sandbox, "pause", "q");
        (await Queue(sandbox, "run", "q")).AssertStatus(0);
        Assert.False(File.Exists(sandbox.Files["ran"]));
        Assert.StartsWith("paused\n", (await Queue(sandbox, "list", "q")).Output, StringComparison.Ordinal);
        await Queue(sandbox, "resume", "q");
        (await Queue(sandbox, "run", "q")).AssertStatus(0);
        Assert.True(File.Exists(sandbox.Files["ran"]));
    }

    [Fact]
    public async Task The_command_of_a_killed_runner_is_taken_again()
    {
        using Sandbox sandbox = new();
        await Queue(sandbox, "create", "q");
        await Queue(sandbox, "add", "q", "--", "sh", "-c", "echo $PPID >> runs; test -e second || exec sleep 30");
        using RunningProgram runner = sandbox.Mutx("queue", "run", "q").With("MUTX_QUEUE_DIR", sandbox.Files["queues"]).Start();
        await Eventually.IsTrue(() => File.Exists(sandbox.Files["runs"]) && new FileInfo(sandbox.Files["runs"]).Length > 0, "the command runs");
        runner.Signal(Signal.Kill);
        await runner.WaitAsync();
        sandbox.Files.Write("second", "");

        (await Queue(sandbox, "run", "q")).AssertStatus(0);

        Assert.Equal(2, sandbox.Files.Read("runs").Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        using JsonDocument shown = Json(await Queue(sandbox, "show", "q", "1", "--json"));
        Assert.Equal(2, shown.RootElement.GetProperty("command").GetProperty("attempts").GetInt32());
    }

    [Fact]
    public async Task Two_runners_and_their_workers_run_each_command_once()
    {
        using Sandbox sandbox = new();
        await Queue(sandbox, "create", "q");
        for (int i = 1; i <= 20; i++)
        {
            await Queue(sandbox, "add", "q", "--", "sh", "-c", $"mkdir done{i}");
        }

        ProgramResult[] runs = await Task.WhenAll(
            Queue(sandbox, "run", "q", "--workers", "3", "--json"), Queue(sandbox, "run", "q", "--workers", "3", "--json"));

        Assert.All(runs, run => run.AssertStatus(0));
        Assert.Equal(20, runs.Sum(run => Number(run, "completed")));
    }

    [Fact]
    public async Task A_runner_that_follows_takes_what_is_added_later_and_ends_by_a_signal()
    {
        using Sandbox sandbox = new();
        await Queue(sandbox, "create", "q");
        using RunningProgram runner = sandbox.Mutx("queue", "run", "q", "--follow").With("MUTX_QUEUE_DIR", sandbox.Files["queues"]).Start();
        await Queue(sandbox, "add", "q", "--", "touch", "followed");
        await Eventually.IsTrue(() => File.Exists(sandbox.Files["followed"]), "the runner takes it");
        runner.Signal(Signal.Terminate);
        (await runner.WaitAsync()).AssertStatus(3);
    }

    [Fact]
    public async Task Without_a_directory_queues_lie_in_the_state_directory()
    {
        using Sandbox sandbox = new();
        (await sandbox.Mutx("queue", "create", "q").RunAsync()).AssertStatus(0);
        Assert.True(File.Exists(Path.Combine(sandbox.Home.Path, ".local", "state", "mutx", "queues", "q.json")));
        (await sandbox.Mutx("queue", "create", "r").With("XDG_STATE_HOME", sandbox.Files.Path).RunAsync()).AssertStatus(0);
        Assert.True(File.Exists(Path.Combine(sandbox.Files.Path, "mutx", "queues", "r.json")));
    }

    [Theory]
    [InlineData("queue: no ACTION given", "queue")]
    [InlineData("'frob' is nothing to do with a queue", "queue", "frob", "q")]
    [InlineData("needs QUEUE", "queue", "run")]
    [InlineData("needs N", "queue", "move", "q", "1")]
    [InlineData("needs a command", "queue", "add", "q")]
    [InlineData("'../q' is no name of a queue", "queue", "create", "../q")]
    [InlineData("'x' is not a whole number", "queue", "move", "q", "1", "x")]
    [InlineData("belongs to 'queue run'", "queue", "list", "--follow")]
    [InlineData("there is no queue 'none'", "queue", "run", "none")]
    [InlineData("there is no queue 'none'", "queue", "add", "none", "--", "true")]
    public async Task A_mistake_is_told(string expected, params string[] arguments)
    {
        using Sandbox sandbox = new();
        ProgramResult result = await sandbox.Mutx(arguments).RunAsync();
        result.AssertStatus(1);
        Assert.Contains(expected.Replace("queue: ", "", StringComparison.Ordinal), result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_log_is_not_written_through_a_link_that_somebody_planted()
    {
        using Sandbox sandbox = new();
        string victim = sandbox.Files.Write("victim", "untouched");
        await Queue(sandbox, "create", "q");
        await Queue(sandbox, "add", "q", "--", "echo", "said");
        await Queue(sandbox, "add", "q", "--", "echo", "said");
        sandbox.Files.MakeDirectory("queues/q.logs");
        sandbox.Files.SetMode("queues/q.logs", "700");
        File.CreateSymbolicLink(sandbox.Files["queues/q.logs/1.log"], victim);

        (await Queue(sandbox, "run", "q")).AssertStatus(0);

        Assert.Equal("untouched", File.ReadAllText(victim));
        Assert.Equal("said\n", sandbox.Files.Read("queues/q.logs/1.log"));
        Assert.Null(new FileInfo(sandbox.Files["queues/q.logs/1.log"]).LinkTarget);
    }

    [Fact]
    public async Task Logs_are_refused_where_a_link_stands_in_the_place_of_their_directory()
    {
        using Sandbox sandbox = new();
        sandbox.Files.MakeDirectory("elsewhere");
        await Queue(sandbox, "create", "q");
        await Queue(sandbox, "add", "q", "--", "touch", "ran");
        Directory.CreateSymbolicLink(sandbox.Files["queues/q.logs"], sandbox.Files["elsewhere"]);

        ProgramResult result = await Queue(sandbox, "run", "q");

        result.AssertStatus(1);
        Assert.Contains("q.logs", result.Error, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(sandbox.Files["elsewhere"]));
        Assert.False(File.Exists(sandbox.Files["ran"]));
    }

    private static Task<ProgramResult> Queue(Sandbox sandbox, params string[] arguments) =>
        sandbox.Mutx(["queue", .. arguments]).With("MUTX_QUEUE_DIR", sandbox.Files["queues"]).RunAsync();

    private static JsonDocument Json(ProgramResult result)
    {
        result.AssertStatus(0);
        return JsonDocument.Parse(result.Output);
    }

    private static int Number(ProgramResult result, string name)
    {
        using JsonDocument document = JsonDocument.Parse(result.Output);
        return document.RootElement.GetProperty(name).GetInt32();
    }
}
