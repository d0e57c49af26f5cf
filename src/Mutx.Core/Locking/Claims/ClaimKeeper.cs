namespace Mutx.Locking;

/// <summary>
/// Keeps the claims of this process fresh, on one background thread that lives while there are any. A thread of its
/// own, because a starved thread pool must not make this process look dead.
/// </summary>
internal static class ClaimKeeper
{
    private static readonly Lock Registry = new();
    private static readonly Dictionary<Claim, long> Due = [];
    private static readonly AutoResetEvent Changed = new(false);
    private static bool _runs;

    public static void Keep(Claim claim)
    {
        lock (Registry)
        {
            Due.Add(claim, After(claim.BeatInterval));
            if (!_runs)
            {
                _runs = true;
                new Thread(Run, maxStackSize: 256 * 1024) { IsBackground = true, Name = "mutx claim keeper" }.Start();
            }
        }

        Changed.Set();
    }

    public static void Forget(Claim claim)
    {
        lock (Registry)
        {
            Due.Remove(claim);
        }

        Changed.Set();
    }

    private static void Run()
    {
        while (Next(out Claim? claim, out TimeSpan pause))
        {
            if (pause > TimeSpan.Zero)
            {
                Changed.WaitOne(pause);
            }
            else if (claim!.Beat())
            {
                Reschedule(claim);
            }
            else
            {
                Forget(claim);
            }
        }
    }

    /// <summary>The claim that is due first, and when; false if there is none, and the thread ends.</summary>
    private static bool Next(out Claim? first, out TimeSpan pause)
    {
        lock (Registry)
        {
            first = null;
            long due = long.MaxValue;
            foreach ((Claim claim, long at) in Due)
            {
                if (at < due)
                {
                    (first, due) = (claim, at);
                }
            }

            _runs = first is not null;
            long left = _runs ? due - TimeProvider.System.GetTimestamp() : 0;
            pause = TimeSpan.FromSeconds(Math.Clamp((double)left / TimeProvider.System.TimestampFrequency, 0, TimeSpan.SecondsPerHour));
            return _runs;
        }
    }

    private static void Reschedule(Claim claim)
    {
        lock (Registry)
        {
            if (Due.ContainsKey(claim))
            {
                Due[claim] = After(claim.BeatInterval);
            }
        }
    }

    private static long After(TimeSpan interval) =>
        TimeProvider.System.GetTimestamp() + (long)(interval.TotalSeconds * TimeProvider.System.TimestampFrequency);
}
