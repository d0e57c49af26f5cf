using System.Globalization;
using System.Text.Json;

namespace Mutx.Processes.Tests;

/// <summary>
/// Many processes change one store at once, and some are killed: what was acknowledged is there, exactly once.
/// MUTX_TEST_FULL=1 makes it sixteen processes with 200 changes each, which takes minutes.
/// </summary>
public sealed class ManyProcessesOneStore
{
    private static bool IsFull => Environment.GetEnvironmentVariable("MUTX_TEST_FULL") is { Length: > 0 };

    private static int Processes => IsFull ? 16 : 6;

    private static int Changes => IsFull ? 200 : 20;

    [Theory]
    [InlineData("queue")]
    [InlineData("tokens")]
    [InlineData("index")]
    [InlineData("record")]
    public async Task Every_acknowledged_change_is_there_exactly_once_and_readers_see_whole_files(string store)
    {
        using Sandbox sandbox = new();
        StoreFiles.Seed(sandbox, store);
        using CancellationTokenSource done = new();
        Task<int> reads = Task.Run(() => ReadInALoop(sandbox.Files[StoreFiles.FileOf(store)], done.Token));

        List<string> acknowledged = await RunAll(sandbox, [store], kills: 0);
        await done.CancelAsync();

        Assert.Equal(Processes * Changes, acknowledged.Count);
        Assert.Equal(acknowledged.Order(), StoreFiles.NamesIn(sandbox, store).Order());
        Assert.NotEqual(0, await reads);
    }

    [Theory]
    [InlineData("queue")]
    [InlineData("tokens")]
    [InlineData("index")]
    [InlineData("record")]
    public async Task With_processes_killed_at_random_every_acknowledged_change_is_there_exactly_once(string store)
    {
        using Sandbox sandbox = new();
        StoreFiles.Seed(sandbox, store);
        using CancellationTokenSource done = new();
        Task<int> reads = Task.Run(() => ReadInALoop(sandbox.Files[StoreFiles.FileOf(store)], done.Token));

        List<string> acknowledged = await RunAll(sandbox, [store], kills: Processes / 2);
        await done.CancelAsync();

        // A change that was durable when its process was killed may be there without having been acknowledged.
        List<string> found = StoreFiles.NamesIn(sandbox, store);
        Assert.Equal(found.Distinct().Count(), found.Count);
        Assert.Empty(acknowledged.Except(found));
        Assert.NotEqual(0, await reads);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    public async Task Those_that_know_of_records_and_those_that_update_files_change_one_record_together(int kills)
    {
        using Sandbox sandbox = new();
        using CancellationTokenSource done = new();
        Task<int> reads = FollowInALoop(sandbox, done.Token);

        List<string> acknowledged = await RunAll(sandbox, ["record", "locked"], kills);
        await done.CancelAsync();

        List<string> found = StoreFiles.NamesIn(sandbox, "record");
        Assert.Equal(found.Distinct().Count(), found.Count);
        Assert.Empty(acknowledged.Except(found));
        Assert.InRange(found.Count, acknowledged.Count, acknowledged.Count + kills);
        Assert.NotEqual(0, await reads);
    }

    [Fact]
    public async Task Without_the_lock_the_same_loses_changes()
    {
        using Sandbox sandbox = new();

        List<string> acknowledged = await RunAll(sandbox, ["unlocked"], kills: 0);

        Assert.Equal(Processes * Changes, acknowledged.Count);
        Assert.NotEmpty(acknowledged.Except(StoreFiles.NamesIn(sandbox, "unlocked")));
    }

    /// <summary>
    /// Runs all processes to their ends, each of which changes one of the stores, and gives the names of the changes that
    /// were acknowledged.
    /// </summary>
    private static async Task<List<string>> RunAll(Sandbox sandbox, string[] stores, int kills)
    {
        Random random = new(20_260_131);
        List<RunningProgram> running = [];
        List<string> acknowledged = [];
        try
        {
            for (int i = 0; i < Processes; i++)
            {
                string store = stores[i % stores.Length];
                ProgramRun run = sandbox.TestHost("change", store, sandbox.Files.Path, $"p{i}", Changes.ToString(CultureInfo.InvariantCulture));
                running.Add((run with { Deadline = TimeSpan.FromMinutes(IsFull ? 15 : 2) }).Start());
            }

            await Task.WhenAll(running.Select(each => each.OutputContains("ready")));
            foreach (RunningProgram victim in running.OrderBy(_ => random.Next()).Take(kills))
            {
                RandomMoment.Within(random, TimeSpan.FromMilliseconds(100));
                victim.Signal(Signal.Kill);
            }

            foreach (RunningProgram each in running)
            {
                ProgramResult result = await each.WaitAsync();
                Assert.True(result.Status == 0 || (kills > 0 && result.Status == 137), result.Error);
                acknowledged.AddRange(Acknowledged(result.Output));
            }
        }
        finally
        {
            running.ForEach(each => each.Dispose());
        }

        return acknowledged;
    }

    /// <summary>Only whole lines count: the last one of a killed process may be cut.</summary>
    private static IEnumerable<string> Acknowledged(string output) =>
        output[..(output.LastIndexOf('\n') + 1)].Split('\n')
            .Where(line => line.StartsWith("ack ", StringComparison.Ordinal))
            .Select(line => line["ack ".Length..]);

    /// <summary>Reads the record of names again and again. Names are only ever added, each at the end: none that was seen goes.</summary>
    /// <returns>How often there was something to read.</returns>
    private static Task<int> FollowInALoop(Sandbox sandbox, CancellationToken stop) => Task.Run(() =>
    {
        int reads = 0;
        List<string> last = [];
        while (!stop.IsCancellationRequested)
        {
            if (File.Exists(sandbox.Files["names.json"]))
            {
                List<string> names = StoreFiles.NamesIn(sandbox, "record");
                Assert.True(
                    names.Take(last.Count).SequenceEqual(last),
                    $"after {reads} reads {last.Count} names became {names.Count}: no longer {string.Join(' ', last.Except(names))}");
                last = names;
                reads++;
            }
        }

        return reads;
    });

    private static int ReadInALoop(string file, CancellationToken stop)
    {
        int reads = 0;
        while (!stop.IsCancellationRequested)
        {
            if (File.Exists(file))
            {
                using JsonDocument whole = JsonDocument.Parse(File.ReadAllBytes(file));
                reads++;
            }
        }

        return reads;
    }
}
