using Mutx.Housekeeping;

namespace Mutx.Soak;

/// <summary>Sweeps lock files and claims away, over and over, while they are used.</summary>
internal sealed class Sweeper : IDisposable
{
    private readonly Housekeeper _housekeeper;
    private readonly Thread _thread;
    private volatile bool _ends;
    private long _removed;

    public Sweeper(string directory)
    {
        _housekeeper = new Housekeeper(directory, new HousekeepingOptions { Scope = HousekeepingScope.Locks, Recursive = true });
        _thread = new Thread(Sweep) { IsBackground = true };
        _thread.Start();
    }

    public long Removed => Volatile.Read(ref _removed);

    public void Dispose()
    {
        _ends = true;
        _thread.Join();
    }

    private void Sweep()
    {
        while (!_ends)
        {
            foreach (DirectoryPlan plan in _housekeeper.Plan())
            {
                Interlocked.Add(ref _removed, _housekeeper.Apply(plan).Removed.Count);
            }

            // Leaves the processor to those whose locks it sweeps.
            Thread.Sleep(1);
        }
    }
}
