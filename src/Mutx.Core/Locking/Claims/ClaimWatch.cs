namespace Mutx.Locking;

/// <summary>
/// For how long claims have been seen unchanged, on the monotonic clock. What is seen the same again has been the same
/// in between, since every holder that lives touches its claim.
/// </summary>
internal sealed class ClaimWatch(TimeProvider time)
{
    // A claim and the rights to it; more names than that are of no use to anybody.
    private const int MaxNames = 64;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, (ClaimSight Sight, long Since)> _seen = new(StringComparer.Ordinal);

    /// <summary>Notes what is seen now, and says for how long it has been so.</summary>
    public TimeSpan See(string name, ClaimSight sight)
    {
        lock (_lock)
        {
            if (_seen.TryGetValue(name, out (ClaimSight Sight, long Since) before) && before.Sight.IsSame(sight))
            {
                return time.GetElapsedTime(before.Since);
            }

            if (_seen.Count >= MaxNames)
            {
                _seen.Clear();
            }

            _seen[name] = (sight, time.GetTimestamp());
            return TimeSpan.Zero;
        }
    }
}
