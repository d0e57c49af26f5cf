using System.Runtime.CompilerServices;
using Mutx.Platform;

namespace Mutx.Locking;

/// <summary>
/// Keeps the claims of this process fresh, on one background thread that lives while there are any. A thread of its
/// own, because a starved thread pool must not make this process look dead.
/// </summary>
internal sealed class ClaimKeeper
{
    private static readonly ConditionalWeakTable<Disk, ClaimKeeper> Keepers = [];

    // Waits end at int.MaxValue milliseconds; longer ones are done in laps.
    private static readonly TimeSpan Lap = TimeSpan.FromHours(1);

    private readonly Disk _disk;
    private readonly Lock _lock = new();
    private readonly HashSet<Claim> _kept = [];
    private readonly ThreadSignal _changed;
    private bool _runs;

    private ClaimKeeper(Disk disk)
    {
        _disk = disk;
        _changed = disk.NewSignal();
    }

    /// <summary>The keeper of the claims on a disk.</summary>
    public static ClaimKeeper Of(Disk disk) => Keepers.GetValue(disk, static disk => new ClaimKeeper(disk));

    /// <exception cref="Primitives.MutxException">There is no thread to be had; the claim is not kept.</exception>
    public void Keep(Claim claim)
    {
        lock (_lock)
        {
            if (!_runs)
            {
                _disk.StartThread("mutx claim keeper", Run);
                _runs = true;
            }

            _kept.Add(claim);
        }

        _changed.Raise();
    }

    public void Forget(Claim claim)
    {
        lock (_lock)
        {
            _kept.Remove(claim);
        }

        _changed.Raise();
    }

    private void Run()
    {
        while (Next() is { } claim)
        {
            TimeSpan left = claim.UntilBeat;
            if (left > TimeSpan.Zero)
            {
                _changed.Wait(left < Lap ? left : Lap);
            }
            else if (!IsKept(claim))
            {
                Forget(claim);
            }
        }
    }

    private static bool IsKept(Claim claim)
    {
        try
        {
            return claim.Beat();
        }
        catch (Exception)
        {
            // A logger of the user's threw: the others' claims are to be kept all the same, and the process to go on.
            return !claim.Loss.IsTold;
        }
    }

    /// <summary>The claim that is due first; null if there is none, and the thread ends.</summary>
    private Claim? Next()
    {
        lock (_lock)
        {
            Claim? first = _kept.MinBy(static claim => claim.UntilBeat);
            _runs = first is not null;
            return first;
        }
    }
}
