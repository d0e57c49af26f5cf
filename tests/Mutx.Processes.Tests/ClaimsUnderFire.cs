using Mutx.Locking;

namespace Mutx.Processes.Tests;

/// <summary>Many processes that take turns by claims alone, each as if on a host of its own, and are killed at random.</summary>
public sealed class ClaimsUnderFire
{
    private const int Processes = 8;

    [Fact]
    public async Task Eight_processes_killed_at_random_never_hold_a_claim_at_the_same_time_and_clear_every_right()
    {
        using Sandbox sandbox = new();
        using TempDirectory counts = new();
        int goal = Size.Of(quick: 400, full: 10_000);
        int kills = Size.Of(quick: 25, full: 400);
        Random random = new(5);
        RunningProgram[] running = [.. Enumerable.Range(0, Processes).Select(i => Start(sandbox, counts, i, goal))];
        try
        {
            int killed = 0;
            while (Length(counts["count"]) < goal)
            {
                int victim = random.Next(Processes);
                await running[victim].OutputContains("ready");
                long due = (long)(killed + 1) * goal / (kills + 1);
                await Eventually.IsTrue(() => Length(counts["count"]) >= Math.Min(due, goal), $"{due} acquisitions are done");
                AssertNoOverlap(running);
                RandomMoment.Within(random, TimeSpan.FromMilliseconds(3));
                running[victim].Signal(Signal.Kill);
                await running[victim].WaitAsync();
                running[victim].Dispose();
                running[victim] = Start(sandbox, counts, victim, goal);
                killed++;
            }

            foreach (RunningProgram program in running)
            {
                (await program.WaitAsync()).AssertStatus(0);
            }

            AssertNoOverlap(running);
            Assert.True(killed >= kills, $"only {killed} were killed");
            TestContext.Current.TestOutputHelper?.WriteLine($"{Length(counts["count"])} acquisitions by claim, {killed} holders or takers killed");
        }
        finally
        {
            Array.ForEach(running, program => program.Dispose());
        }

        // What one left that was killed between two steps is swept by the next that finds a claim to take over. A private
        // file that says nothing yet names no maker: it goes once it is too old to be written still.
        foreach (string empty in Directory.GetFiles(sandbox.Files.Path).Where(path => new FileInfo(path).Length == 0))
        {
            File.SetLastWriteTimeUtc(empty, DateTime.UtcNow.AddMinutes(-10));
        }

        sandbox.Files.Write(".f.mutx.claim", $"{{\"pid\": 4194304, \"timestamp\": \"2026-01-31T10:00:00.000Z\", \"hostname\": \"{Host}\"}}");
        var last = new FileLock(sandbox.Files["f"], new FileLockOptions { Method = LockMethod.Claim, Directory = sandbox.LockDirectory });
        last.Acquire(timeout: Eventually.Deadline, cancellationToken: TestContext.Current.CancellationToken).Dispose();
        sandbox.Files.AssertEntries();
    }

    private static string Host => File.ReadAllText("/proc/sys/kernel/hostname").Trim();

    private static RunningProgram Start(Sandbox sandbox, TempDirectory counts, int number, int goal) =>
        new ProgramRun(Repository.TestHost, ["churn", sandbox.Files["f"], "claim", counts["marker"], counts["count"], $"{goal}"])
        {
            Deadline = TimeSpan.FromMinutes(30),
            Environment = sandbox.TestHost().Environment,
        }.With("MUTX_LOCK_DIR", Path.Combine(sandbox.LockDirectory, $"host-{number}")).Start();

    private static long Length(string path) => File.Exists(path) ? new FileInfo(path).Length : 0;

    private static void AssertNoOverlap(RunningProgram[] running)
    {
        foreach (RunningProgram program in running)
        {
            Assert.DoesNotContain("OVERLAP", program.OutputSoFar);
            Assert.Equal("", program.ErrorSoFar);
        }
    }
}
