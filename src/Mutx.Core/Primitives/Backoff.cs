namespace Mutx.Primitives;

/// <summary>
/// The polling schedule for the places where nothing wakes a waiter: 10 ms, then half as much again each time up to
/// a cap, and up to 100 ms of jitter on top so that waiters don't move in step. Never past the deadline.
/// </summary>
internal struct Backoff
{
    /// <summary>The cap of a step unless told otherwise.</summary>
    public static readonly TimeSpan DefaultCap = TimeSpan.FromMilliseconds(1000);

    private static readonly TimeSpan First = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan Jitter = TimeSpan.FromMilliseconds(100);
    private const double Growth = 1.5;

    private readonly TimeSpan _cap;
    private readonly Random _random;
    private TimeSpan _step;

    public Backoff(TimeSpan cap, Random? random = null)
    {
        _cap = cap;
        _random = random ?? Random.Shared;
        _step = First < cap ? First : cap;
    }

    /// <summary>The next pause, cut at what is left until <paramref name="deadline"/>.</summary>
    public TimeSpan Next(Deadline deadline)
    {
        TimeSpan pause = _step + (Jitter * _random.NextDouble());
        _step = Min(_step * Growth, _cap);
        return deadline.IsInfinite ? pause : Min(pause, deadline.Remaining);
    }

    private static TimeSpan Min(TimeSpan a, TimeSpan b) => a < b ? a : b;
}
