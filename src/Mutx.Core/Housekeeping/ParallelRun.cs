using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;
using Mutx.Platform;

namespace Mutx.Housekeeping;

/// <summary>
/// Plans and applies directory by directory: alone down to where directories lie beside each other, from there on by
/// several threads, each with a whole subtree at a time. What a sweep costs is mostly the kernel's work on directories,
/// and on different ones it does that at the same time; and where the disk is told of each block that becomes free
/// (discard), most of the time is spent waiting for it. So there are more threads than processors.
/// </summary>
internal sealed class ParallelRun(
    Housekeeper housekeeper,
    Func<DirectoryWalk> createWalk,
    Action<DirectoryPlan, DirectoryOutcome> done,
    CancellationToken cancellation)
{
    private const int MaxThreads = 16;

    // A thread costs as much as some directories.
    private const int DirectoriesForAThread = 8;

    private readonly Lock _gate = new();

    public void Run(BoundPath directory)
    {
        DirectoryWalk walk = createWalk();
        try
        {
            DirectoryPlan? plan = walk.Begin(directory);
            while (plan is not null)
            {
                Apply(plan);
                if (walk.CanFanOut)
                {
                    FanOut(walk.Current);
                }

                plan = walk.Next();
            }
        }
        finally
        {
            walk.Close();
        }
    }

    /// <summary>Enters all directories in one. It stays open meanwhile, and its own walk finds nothing left to enter there.</summary>
    private void FanOut(DirectoryLevel above)
    {
        var names = new ConcurrentQueue<string>(above.Pending);
        above.Pending.Clear();
        RunAll(Math.Min(MaxThreads, 1 + (names.Count / DirectoriesForAThread)), () =>
        {
            DirectoryWalk walk = createWalk();
            try
            {
                while (names.TryDequeue(out string? name))
                {
                    for (DirectoryPlan? plan = walk.Enter(above, name); plan is not null; plan = walk.Next())
                    {
                        Apply(plan);
                    }
                }
            }
            finally
            {
                walk.Close();
            }
        });
    }

    /// <summary>Does the same on several threads of its own. What one of them throws is thrown when all have ended.</summary>
    private static void RunAll(int threads, Action work)
    {
        Task[] all = [.. Enumerable.Range(0, threads).Select(_ => Task.Factory.StartNew(
            work, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default))];
        try
        {
            Task.WaitAll(all);
        }
        catch (AggregateException e)
        {
            ExceptionDispatchInfo.Throw(e.InnerExceptions[0]);
        }
    }

    private void Apply(DirectoryPlan plan)
    {
        cancellation.ThrowIfCancellationRequested();
        if (plan.IsEmpty)
        {
            return;
        }

        DirectoryOutcome outcome = housekeeper.Apply(plan, cancellation);
        lock (_gate)
        {
            done(plan, outcome);
        }
    }
}
