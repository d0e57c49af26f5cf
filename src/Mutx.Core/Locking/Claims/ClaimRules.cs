namespace Mutx.Locking;

/// <summary>When a claim of some kind no longer counts.</summary>
/// <param name="time">The clock.</param>
/// <param name="staleAfter">How long a claim counts at least from when it was made or touched.</param>
internal abstract class ClaimRules(TimeProvider time, TimeSpan staleAfter)
{
    /// <summary>What the owner of a record needs to keep it.</summary>
    protected const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>The permission bits of a record. Whoever meets one has to read it, whatever umask its holder has; it says nothing that ps(1) doesn't.</summary>
    public virtual UnixFileMode Mode => OwnerOnly | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    protected TimeProvider Time { get; } = time;

    protected TimeSpan CountsFor { get; } = staleAfter;

    /// <summary>A moment for <see cref="IsRecent"/>.</summary>
    public long Now => Time.GetTimestamp();

    /// <summary>Whether nobody can have judged a claim stale that was touched since then, with a margin for clocks that run differently.</summary>
    public bool IsRecent(long moment) => Time.GetElapsedTime(moment) < CountsFor / 2;

    /// <summary>Whether the claim may be taken over.</summary>
    /// <exception cref="Primitives.MutxException">It isn't a claim at all.</exception>
    public abstract bool IsStale(ClaimFile file, ClaimSight sight);

    /// <summary>
    /// Whether somebody's right to take a claim over may itself be taken over. Too early a yes does no harm, see
    /// <see cref="ClaimFile"/>; too late a one makes everybody wait.
    /// </summary>
    /// <param name="right">The right.</param>
    /// <param name="sight">What stands there.</param>
    /// <param name="directoryNow">The present by the clock of whoever keeps the directory, seen on a file just written there.</param>
    public abstract bool IsRightStale(ClaimFile right, ClaimSight sight, DateTimeOffset directoryNow);
}
