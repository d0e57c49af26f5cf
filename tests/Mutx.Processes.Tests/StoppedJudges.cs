namespace Mutx.Processes.Tests;

/// <summary>
/// Two judge the same stale claim. One of them is stopped before every step in turn, the other goes on; then the first
/// is continued. One of them wins.
/// </summary>
public sealed class StoppedJudges
{
    private const int StaleMilliseconds = 200;

    [Fact]
    public async Task One_of_two_judges_wins_a_stale_claim_wherever_the_other_is_stopped()
    {
        using Sandbox sandbox = new();
        string dead = "{\"pid\": 4194304, \"timestamp\": \"2026-01-31T10:00:00.000Z\", \"hostname\": \""
            + File.ReadAllText("/proc/sys/kernel/hostname").Trim() + "\"}";
        await Rounds(
            sandbox,
            host => ["judge", "claim", sandbox.Files["f"], $"{StaleMilliseconds}"],
            () => sandbox.Files.Write(".f.mutx.claim", dead),
            steps: 26);
        sandbox.Files.AssertEntries();
    }

    [Fact]
    public async Task One_of_two_judges_wins_a_stale_feature_lock_wherever_the_other_is_stopped()
    {
        using Sandbox sandbox = new();
        string directory = Path.Combine(sandbox.Files.MakeDirectory("specs"), "login");
        Directory.CreateDirectory(directory);
        await Rounds(
            sandbox,
            host => ["judge", "feature", sandbox.Files.Path, "login"],
            () => File.WriteAllText(Path.Combine(directory, ".lock"), "42:1000000"),
            steps: 22);
        Assert.Empty(Directory.GetFileSystemEntries(directory));
    }

    private static async Task Rounds(Sandbox sandbox, Func<int, string[]> arguments, Action putStale, int steps)
    {
        using Judge first = Judge.Start(sandbox, arguments(1), 1);
        using Judge second = Judge.Start(sandbox, arguments(2), 2);
        int rounds = Size.Of(quick: 100, full: 500);
        int stopped = 0;
        int[] wins = new int[2];
        for (int round = 0; round < rounds; round++)
        {
            putStale();
            bool waits = round % 10 == 9;

            // The other tries once, or waits until it may take over a right whose owner doesn't move.
            Task<bool> held = first.Try(1 + (round % steps), 0);
            bool stops = await first.StopsOrAnswers(held);
            bool other = await second.Try(0, waits ? StaleMilliseconds * 10 : 0);
            first.Program.Signal(Signal.Continue);
            bool one = await held;

            Assert.True(one ^ other, $"round {round}, stopped before step {1 + (round % steps)}: {one} and {other}");
            stopped += stops ? 1 : 0;
            wins[one ? 0 : 1]++;
            await (one ? first : second).Release();
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"one winner {rounds} of {rounds}; stopped in mid-decision {stopped} times, and {wins[0]} of those who were won");
        Assert.True(stopped > rounds / 2, $"stopped only {stopped} times");
        Assert.True(wins[0] > 0 && wins[1] > 0, "always the same one won");
    }
}
