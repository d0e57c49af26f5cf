namespace Mutx.Processes.Tests;

/// <summary>A holder of a claim is stopped for longer than claims last, another takes it over, and the first is continued.</summary>
public sealed class StoppedHolders
{
    private const int StaleMilliseconds = 200;

    [Fact]
    public async Task One_who_was_overtaken_finds_that_out_before_the_next_commit_and_leaves_the_claim_to_its_new_holder()
    {
        using Sandbox sandbox = new();
        using Judge first = Start(sandbox, 1);
        using Judge second = Start(sandbox, 2);
        Assert.True(await first.Try(0, 0));
        Assert.True(await first.Look(0));
        first.Program.Signal(Signal.Stop);
        Assert.True(await second.Try(0, LongEnough));
        first.Program.Signal(Signal.Continue);
        Assert.False(await first.Look(0));
        await first.Release();
        Assert.True(await second.Look(0));
        await second.Release();
        sandbox.Files.AssertEntries();
    }

    [Fact]
    public async Task One_who_is_stopped_and_overtaken_in_the_middle_of_its_last_look_still_finds_that_out()
    {
        using Sandbox sandbox = new();
        using Judge first = Start(sandbox, 1);
        using Judge second = Start(sandbox, 2);
        int stopped = 0;
        for (int step = 1; step == stopped + 1; step++)
        {
            Assert.True(await first.Try(0, LongEnough), $"step {step}");
            Task<bool> looking = first.Look(step);
            if (await first.StopsOrAnswers(looking))
            {
                stopped++;
                Assert.True(await second.Try(0, LongEnough), $"step {step}");
                first.Program.Signal(Signal.Continue);
                Assert.False(await looking, $"stopped before step {step} of its look, and found the claim to be its own");
                await second.Release();
            }

            await first.Release();
        }

        Assert.InRange(stopped, 3, 20);
        sandbox.Files.AssertEntries();
    }

    [Fact]
    public async Task One_who_is_stopped_and_overtaken_while_it_gives_back_takes_nothing_from_the_new_holder()
    {
        using Sandbox sandbox = new();
        using Judge first = Start(sandbox, 1);
        using Judge second = Start(sandbox, 2);
        int stopped = 0;
        var removed = new List<int>();
        for (int step = 1; step == stopped + 1; step++)
        {
            Assert.True(await first.Try(0, LongEnough), $"step {step}");
            Task giving = first.Release(step);
            if (await first.StopsOrAnswers(giving))
            {
                stopped++;
                Assert.True(await second.Try(0, LongEnough), $"step {step}");
                first.Program.Signal(Signal.Continue);
                await giving;
                if (!await second.Look(0))
                {
                    removed.Add(step);
                }

                await second.Release();
            }

            await giving;
        }

        // The one step that its last look guards: docs/guarantees.md says so.
        Assert.InRange(stopped, 8, 40);
        Assert.True(removed.Count <= 1, $"removed the new holder's claim when stopped before steps {string.Join(", ", removed)}");
        sandbox.Files.AssertEntries();
    }

    [Theory]
    [InlineData("record", "LockAcquired")]
    [InlineData("record", "Synced")]
    [InlineData("queue", "LockAcquired")]
    [InlineData("queue", "Synced")]
    [InlineData("tokens", "Synced")]
    [InlineData("index", "Synced")]
    public async Task A_store_whose_change_was_overtaken_says_so_and_the_other_change_stays(string store, string stopAt)
    {
        using Sandbox sandbox = new();
        StoreFiles.Seed(sandbox, store);
        using RunningProgram first = Change(sandbox, store, "first", host: 1, stopAt);
        await Eventually.IsTrue(() => first.IsStopped || first.HasExited, "the first stops in the middle of its change");

        using RunningProgram second = Change(sandbox, store, "second", host: 2);
        Assert.Equal("ack second\n", (await second.WaitAsync()).Output);
        first.Signal(Signal.Continue);

        Assert.Equal("lost first\n", (await first.WaitAsync()).Output);
        Assert.Equal(["second"], StoreFiles.NamesIn(sandbox, store));
    }

    private static RunningProgram Change(Sandbox sandbox, string store, string id, int host, params string[] stopAt) =>
        sandbox.TestHost(["change-by-claim", store, sandbox.Files.Path, id, $"{StaleMilliseconds}", .. stopAt])
            .With("MUTX_LOCK_DIR", Path.Combine(sandbox.LockDirectory, $"host-{host}")).Start();

    private static int LongEnough => (int)Eventually.Deadline.TotalMilliseconds;

    private static Judge Start(Sandbox sandbox, int host) =>
        Judge.Start(sandbox, ["judge", "claim", sandbox.Files["f"], $"{StaleMilliseconds}"], host);
}
