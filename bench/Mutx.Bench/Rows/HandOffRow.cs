using System.Diagnostics;
using Mutx.Locking;

namespace Mutx.Bench.Rows;

/// <summary>From the moment a lock is let go to the moment the next has it.</summary>
internal sealed class HandOffRow : Row
{
    private const int HandOffs = 500;
    private const int Kills = 100;
    private const int Cancellations = 500;

    public override string Name => "hand-off";

    public override string Summary => "release, kill or cancellation until the other side knows, between processes; the peer is a C program that blocks in flock";

    public override IReadOnlyList<Figure> Measure(Workbench bench)
    {
        string file = bench.PathOf("hand-off.lock");
        var fileLock = new FileLock(file, new FileLockOptions { LockFile = file });
        fileLock.Acquire().Dispose();
        using LockWaiter ours = LockWaiter.Part("wait", file);
        using LockWaiter blocked = LockWaiter.Part("block", file);
        using LockWaiter peers = new(file, bench.Peer("lock"), file, "wait");
        var our = new List<double>();
        var blocking = new List<double>();
        var their = new List<double>();
        HandOff(fileLock, ours);
        HandOff(fileLock, blocked);
        HandOff(fileLock, peers);
        for (int i = 0; i < HandOffs; i++)
        {
            our.Add(HandOff(fileLock, ours));
            blocking.Add(HandOff(fileLock, blocked));
            their.Add(HandOff(fileLock, peers));
        }

        double[] kills = Repeat(Kills, () => Kill(bench, fileLock, file));
        double[] cancellations = Repeat(Cancellations, () => Cancel(fileLock, file));
        return
        [
            Share("hand-off to a task, p50", our, their, 0.5, Goal.Below(0.1)),
            Share("hand-off to a task, p99", our, their, 0.99, Goal.Below(1)),
            Share("hand-off to a thread, p50", blocking, their, 0.5, Goal.Below(0.1)),
            Share("hand-off to a thread, p99", blocking, their, 0.99, Goal.Below(1)),
            Figure.Alone("holder (mutx run) killed to next holder, p99", "ms", Pairs.Percentile(kills, 0.99), Goal.Below(5)),
            Figure.Alone("cancellation to its caller, p99", "ms", Pairs.Percentile(cancellations, 0.99), Goal.Below(5)),
        ];
    }

    private static double HandOff(FileLock fileLock, LockWaiter waiter)
    {
        FileLockHandle held = fileLock.Acquire();
        waiter.Wait();
        long released = Stopwatch.GetTimestamp();
        held.Dispose();
        return waiter.GotItAfter(released);
    }

    /// <summary>The holder is a small process: how long the kernel takes to clear away a large one before it frees what
    /// it held is not ours to change.</summary>
    private static double Kill(Workbench bench, FileLock fileLock, string file)
    {
        using LockWaiter holder = new(file, bench.Program, "run", file, "--lock-file", file, "--", "sh", "-c", "echo ready; read x");
        holder.ReadLine();
        Task<long> next = Next(fileLock);
        LockWaiter.UntilSomebodyWaits(file);
        long killed = Stopwatch.GetTimestamp();
        holder.Kill();
        return Stopwatch.GetElapsedTime(killed, next.GetAwaiter().GetResult()).TotalMilliseconds;
    }

    private static async Task<long> Next(FileLock fileLock)
    {
        await using FileLockHandle held = await fileLock.AcquireAsync().ConfigureAwait(false);
        return Stopwatch.GetTimestamp();
    }

    private static double Cancel(FileLock fileLock, string file)
    {
        using FileLockHandle held = fileLock.Acquire();
        using CancellationTokenSource source = new();
        Task<long> cancelled = UntilCancelled(fileLock, source.Token);
        LockWaiter.UntilSomebodyWaits(file);
        long moment = Stopwatch.GetTimestamp();
        source.Cancel();
        return Stopwatch.GetElapsedTime(moment, cancelled.GetAwaiter().GetResult()).TotalMilliseconds;
    }

    private static async Task<long> UntilCancelled(FileLock fileLock, CancellationToken token)
    {
        try
        {
            await using FileLockHandle held = await fileLock.AcquireAsync(cancellationToken: token).ConfigureAwait(false);
            throw new InvalidOperationException("the lock is held by this process already");
        }
        catch (OperationCanceledException)
        {
            return Stopwatch.GetTimestamp();
        }
    }

    private static double[] Repeat(int count, Func<double> once)
    {
        once();
        return [.. Enumerable.Range(0, count).Select(_ => once())];
    }

    private static Figure Share(string what, List<double> ours, List<double> theirs, double share, Goal goal)
    {
        double our = Pairs.Percentile(ours, share);
        double their = Pairs.Percentile(theirs, share);
        return new Figure(what, "ms", our, their, our / their, goal);
    }
}
