using System.Diagnostics;
using System.Globalization;
using Mutx.Locking;

namespace Mutx.Bench.Rows;

/// <summary>What a lock costs that nobody wants, and what waiting costs.</summary>
internal sealed class LockRow : Row
{
    private const int Loops = 20_000;
    private const int Tasks = 100;

    public override string Name => "lock";

    public override string Summary => "an uncontended lock, the peer being a C loop of the same calls; waiters, what they cost, and updates by eight processes";

    public override IReadOnlyList<Figure> Measure(Workbench bench)
    {
        string file = bench.PathOf("lock.lock");
        var fileLock = new FileLock(file, new FileLockOptions { LockFile = file });
        string peer = bench.Peer("lock");
        Pairs uncontended = Pairs.Measure(30, () => Loop(fileLock), () => PeerLoop(peer, file));
        (int threads, bool inOrder, double late) = Queue(fileLock, file);
        return
        [
            Figure.Of("acquire and release, uncontended", "µs", uncontended, Goal.RatioAtMost(2)),
            Figure.Alone("wake-ups of a waiter in 5 s", "", WakeUps(bench, fileLock, file), Goal.Below(20)),
            Figure.Alone($"{Tasks} tasks on one path: threads more", "", threads, Goal.AtMost(2)),
            Figure.Alone($"{Tasks} tasks on one path: served out of order", "", inOrder ? 0 : 1, Goal.AtMost(0)),
            Figure.Alone($"{Tasks} tasks on one path: a 10 ms timer late by, p99", "ms", late, Goal.Below(40)),
            Figure.Alone("updates lost of 8 processes × 500 by mutx update", "", LostUpdates(bench), Goal.AtMost(0)),
        ];
    }

    private static double Loop(FileLock fileLock)
    {
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < Loops; i++)
        {
            fileLock.Acquire().Dispose();
        }

        return Stopwatch.GetElapsedTime(start).TotalMicroseconds / Loops;
    }

    private static double PeerLoop(string peer, string file)
    {
        string loops = Loops.ToString(CultureInfo.InvariantCulture);
        using Process process = Process.Start(new ProcessStartInfo(peer, [file, "loop", loops]) { RedirectStandardOutput = true })!;
        return double.Parse(process.StandardOutput.ReadToEnd(), CultureInfo.InvariantCulture) / 1000;
    }

    private static double WakeUps(Workbench bench, FileLock fileLock, string file)
    {
        using FileLockHandle held = fileLock.Acquire();
        using Process waiter = Process.Start(bench.Program, ["run", "-q", file, "--lock-file", file, "--", "true"]);
        LockWaiter.UntilSomebodyWaits(file);
        long before = VoluntarySwitches(waiter.Id);
        Thread.Sleep(5000);
        long after = VoluntarySwitches(waiter.Id);
        held.Dispose();
        waiter.WaitForExit();
        return after - before;
    }

    private static long VoluntarySwitches(int process) =>
        Directory.GetDirectories($"/proc/{process}/task")
            .SelectMany(task => File.ReadAllLines(Path.Combine(task, "status")))
            .Where(line => line.StartsWith("voluntary_ctxt_switches:", StringComparison.Ordinal))
            .Sum(line => long.Parse(line.Split('\t')[1], CultureInfo.InvariantCulture));

    private static (int Threads, bool InOrder, double Late) Queue(FileLock fileLock, string file)
    {
        FileLockHandle held = fileLock.Acquire();
        int before = Threads();
        var order = new List<int>();
        Task[] tasks = [.. Enumerable.Range(0, Tasks).Select(number => Use(fileLock, order, number))];
        LockWaiter.UntilSomebodyWaits(file);
        int more = Threads() - before;
        double late = Lateness();
        held.Dispose();
        Task.WaitAll(tasks);
        return (more, order.SequenceEqual(Enumerable.Range(0, Tasks)), late);
    }

    private static int Threads() => Directory.GetDirectories("/proc/self/task").Length;

    private static async Task Use(FileLock fileLock, List<int> order, int number)
    {
        await using FileLockHandle held = await fileLock.AcquireAsync().ConfigureAwait(false);
        order.Add(number);
    }

    private static double Lateness()
    {
        var late = new List<double>();
        long last = Stopwatch.GetTimestamp();
        using ManualResetEventSlim enough = new();
        using Timer timer = new(
            _ =>
            {
                long now = Stopwatch.GetTimestamp();
                late.Add(Stopwatch.GetElapsedTime(last, now).TotalMilliseconds - 10);
                last = now;
                if (late.Count == 200)
                {
                    enough.Set();
                }
            },
            null,
            10,
            10);
        enough.Wait();
        return Pairs.Percentile([.. late], 0.99);
    }

    private static double LostUpdates(Workbench bench)
    {
        const int Processes = 8;
        const int Rounds = 500;
        string file = bench.PathOf("counter");
        File.WriteAllText(file, "0\n");
        string loop = $"i=0; while [ $i -lt {Rounds} ]; do '{bench.Program}' update -q '{file}' -- sh -c 'read n; echo $((n+1))' || exit 1; i=$((i+1)); done";
        Process[] processes = [.. Enumerable.Range(0, Processes).Select(_ => Process.Start("sh", ["-c", loop]))];
        foreach (Process process in processes)
        {
            process.WaitForExit();
            process.Dispose();
        }

        return (Processes * Rounds) - int.Parse(File.ReadAllText(file), CultureInfo.InvariantCulture);
    }
}
