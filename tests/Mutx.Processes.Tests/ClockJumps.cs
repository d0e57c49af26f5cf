using System.Diagnostics;
using Mutx.Locking;

namespace Mutx.Processes.Tests;

/// <summary>Waiting runs on monotonic time: a clock that is set forward or back, or goes mad, has no effect.</summary>
public sealed class ClockJumps
{
    private static readonly TimeSpan Limit = TimeSpan.FromMilliseconds(300);

    [Fact]
    public async Task A_timeout_lasts_as_long_as_it_should_while_the_clock_jumps()
    {
        using TempDirectory files = new();
        using ForeignLock held = new(files["lock"]);
        FileLock wanted = new(files["file"], new FileLockOptions { LockFile = files["lock"], TimeProvider = new MadClock() });

        long start = Stopwatch.GetTimestamp();
        FileLockHandle? sync = wanted.TryAcquire(timeout: Limit, cancellationToken: TestContext.Current.CancellationToken);
        TimeSpan first = Stopwatch.GetElapsedTime(start);
        FileLockHandle? async = await wanted.TryAcquireAsync(timeout: Limit, cancellationToken: TestContext.Current.CancellationToken);
        TimeSpan second = Stopwatch.GetElapsedTime(start) - first;

        Assert.Null(sync);
        Assert.Null(async);
        Assert.InRange(first, Limit, TimeSpan.FromSeconds(20));
        Assert.InRange(second, Limit, TimeSpan.FromSeconds(20));
    }

    [Fact]
    public async Task A_waiter_gets_the_lock_when_it_is_free_while_the_clock_jumps()
    {
        using TempDirectory files = new();
        ForeignLock held = new(files["lock"]);
        FileLock wanted = new(files["file"], new FileLockOptions { LockFile = files["lock"], TimeProvider = new MadClock() });
        Task<FileLockHandle> waiting = wanted
            .AcquireAsync(timeout: TimeSpan.FromMinutes(5), cancellationToken: TestContext.Current.CancellationToken).AsTask();
        await ProcLocks.SomeoneWaitsFor(held.Path);

        held.Dispose();

        using FileLockHandle mine = await waiting.WaitAsync(Eventually.Deadline, TestContext.Current.CancellationToken);
        Assert.InRange(mine.Waited, TimeSpan.Zero, Eventually.Deadline);
    }

    /// <summary>Each look at it is a century before or after the one before; only its monotonic side is sane.</summary>
    private sealed class MadClock : TimeProvider
    {
        private int _looks;

        public override DateTimeOffset GetUtcNow() =>
            base.GetUtcNow().AddYears(int.IsEvenInteger(Interlocked.Increment(ref _looks)) ? 100 : -100);
    }
}
