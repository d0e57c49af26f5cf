using System.Diagnostics;
using Mutx.Locking;

namespace Mutx.Processes.Tests;

/// <summary>However a holder ends, the next one gets the lock, and nobody has to clear anything away.</summary>
public sealed class ForcedExits
{
    private static readonly string[] Ways = ["return", "exception", "kill", "terminate", "overflow", "failfast"];

    [Fact]
    public async Task A_kernel_lock_is_free_after_every_way_to_end()
    {
        using Sandbox sandbox = new();
        List<TimeSpan> times = await EndAgainAndAgain(sandbox, "kernel");
        string lockFile = Assert.Single(Directory.GetFiles(sandbox.LockDirectory));
        Assert.Equal((0UL, "600"), (FileState.Of(lockFile).Size, FileState.Of(lockFile).Octal));
        sandbox.Files.AssertEntries();
        if (Size.IsFull)
        {
            Assert.InRange(Size.Percentile(times, 0.99), TimeSpan.Zero, TimeSpan.FromMilliseconds(50));
            Assert.InRange(times.Max(), TimeSpan.Zero, TimeSpan.FromSeconds(1));
        }
    }

    [Fact]
    public async Task A_claim_is_taken_over_after_every_way_to_end()
    {
        using Sandbox sandbox = new();
        await EndAgainAndAgain(sandbox, "claim");
        sandbox.Files.AssertEntries();
    }

    private static async Task<List<TimeSpan>> EndAgainAndAgain(Sandbox sandbox, string method)
    {
        Assert.True(LockMethodText.TryParse(method, out LockMethod parsed));
        var fileLock = new FileLock(sandbox.Files["f"], new FileLockOptions { Directory = sandbox.LockDirectory, Method = parsed });
        var times = new List<TimeSpan>();
        int count = Size.Of(quick: 30, full: 1000);
        for (int i = 0; i < count; i++)
        {
            string way = Ways[i % Ways.Length];
            using RunningProgram holder = sandbox
                .TestHost("end", way is "kill" or "terminate" ? "signal" : way, sandbox.Files["f"], method)
                .With("MUTX_LOCK_DIR", sandbox.LockDirectory).With("DOTNET_DbgEnableMiniDump", "0").Start();
            await holder.OutputContains("ready");
            Assert.Null(fileLock.TryAcquire());

            await holder.FeedAsync("\n");
            if (way is "kill" or "terminate")
            {
                holder.Signal(way == "kill" ? Signal.Kill : Signal.Terminate);
            }

            await holder.WaitAsync();
            long ended = Stopwatch.GetTimestamp();
            using FileLockHandle? next = fileLock.TryAcquire(timeout: Eventually.Deadline);
            Assert.True(next is not null, $"after {way} the lock is held");
            times.Add(Stopwatch.GetElapsedTime(ended));
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{method}: free after its holder's end, {Size.Describe(times)}");
        return times;
    }
}
