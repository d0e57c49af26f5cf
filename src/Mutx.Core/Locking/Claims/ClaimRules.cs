namespace Mutx.Locking;

/// <summary>When a claim of some kind no longer counts.</summary>
internal abstract class ClaimRules
{
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
