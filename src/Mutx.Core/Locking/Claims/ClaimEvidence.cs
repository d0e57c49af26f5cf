namespace Mutx.Locking;

/// <summary>All that a judgement rests on.</summary>
internal readonly record struct ClaimEvidence
{
    /// <summary>What stands at the claim's name.</summary>
    public required ClaimSight Sight { get; init; }

    /// <summary>The present by this host's clock.</summary>
    public required DateTimeOffset Now { get; init; }

    /// <summary>
    /// The present by the clock of whoever keeps the file, seen on a file just written there; null where none was.
    /// </summary>
    public DateTimeOffset? DirectoryNow { get; init; }

    /// <summary>For how long this process has seen the claim unchanged, on its own monotonic clock.</summary>
    public TimeSpan Watched { get; init; }

    /// <summary>How long a claim that nobody touches is respected.</summary>
    public required TimeSpan StaleAfter { get; init; }
}
