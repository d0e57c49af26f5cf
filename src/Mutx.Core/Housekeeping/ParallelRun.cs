using System.Collections.Concurrent;

namespace Mutx.Housekeeping;

/// <summary>
/// Plans and applies directory by directory: alone down to where directories lie beside each other, from there on by
/// several threads, each with a whole subtree at a time. What a sweep costs is mostly the kernel's work on directories,
/// and on different ones it does that at the same time.
/// </summary>
internal sealed class ParallelRun(
    Housekeeper housekeeper,
    Func<DirectoryWalk> createWalk,
    Action<DirectoryPlan, DirectoryOutcome> done,
    CancellationToken cancellation)
{
    private const int MaxThreads = 4;

    private readonly Lock _gate = new();

    public void Run(string directory)
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
        int threads = Math.Min(Math.Min(Environment.ProcessorCount, MaxThreads), names.Count);
        Parallel.For(0, threads, new ParallelOptions { CancellationToken = cancellation }, _ =>
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
