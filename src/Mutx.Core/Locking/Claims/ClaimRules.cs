namespace Mutx.Locking;

/// <summary>When a claim of some kind no longer counts.</summary>
internal abstract class ClaimRules
{
    /// <summary>Whether the claim may be taken over.</summary>
    public abstract bool IsStale(ClaimFile file, ClaimSight sight);

    /// <summary>
    /// Whether somebody's right to take a claim over may itself be taken over. Too early a yes does no harm, see
    /// <see cref="ClaimFile"/>; too late a one makes everybody wait.
    /// </summary>
    public abstract bool IsRightStale(ClaimFile right, ClaimSight sight);
}
