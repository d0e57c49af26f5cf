namespace Mutx.Primitives;

/// <summary>
/// The moment at which waiting ends, on the monotonic clock: neither a change of the system's date nor of its time
/// zone moves it.
/// </summary>
internal readonly struct Deadline
{
    private readonly TimeProvider _time;
    private readonly long _start;
    private readonly TimeSpan _limit;

    private Deadline(TimeProvider time, TimeSpan limit)
    {
        _time = time;
        _start = time.GetTimestamp();
        _limit = limit;
    }

    /// <summary>Starts now; <see cref="Timeout.InfiniteTimeSpan"/> never expires.</summary>
    public static Deadline After(TimeSpan limit, TimeProvider time) => new(time, Guard.WaitTime(limit));

    public TimeSpan Limit => _limit;

    public bool IsInfinite => _limit == Timeout.InfiniteTimeSpan;

    public TimeSpan Elapsed => _time.GetElapsedTime(_start);

    public bool HasExpired => !IsInfinite && Elapsed >= _limit;

    /// <summary>What is left, never below zero; <see cref="Timeout.InfiniteTimeSpan"/> where there is no limit.</summary>
    public TimeSpan Remaining
    {
        get
        {
            if (IsInfinite)
            {
                return Timeout.InfiniteTimeSpan;
            }

            TimeSpan left = _limit - Elapsed;
            return left > TimeSpan.Zero ? left : TimeSpan.Zero;
        }
    }
}
