using Mutx.Primitives;

namespace Mutx.Locking;

/// <summary>What a lock can do, and what it promises to whom it is taken away from.</summary>
public sealed record LockCapabilities
{
    /// <summary>What it can do.</summary>
    public required LockFeatures Features { get; init; }

    /// <summary>What it stands on while it is held.</summary>
    public required LockHoldModel Hold { get; init; }

    /// <summary>
    /// How long after the last contact with what keeps the lock its holder counts it as lost, at the latest; null where
    /// nothing takes it away from a live holder, or where he isn't told within any bound. While his process is stopped
    /// he can't be told anything; then <see cref="ILockHandle.EnsureHeld"/> throws from its first call on.
    /// </summary>
    public TimeSpan? LossBound { get; init; }

    /// <summary>
    /// How long after the last contact with its holder the lock is given to somebody else, at the earliest; null where
    /// that never happens. Where both bounds are set, <see cref="LossBound"/> is the smaller: a holder who is cut off
    /// gives up before anybody else gets the lock.
    /// </summary>
    public TimeSpan? ReleaseBound { get; init; }

    /// <summary>Whether all of these are there.</summary>
    /// <param name="features">What is asked for.</param>
    public bool Has(LockFeatures features) => (Features & Guard.Flags(features, LockFeatures.SurvivesServerRestart)) == features;

    /// <summary>Throws unless all of these are there: what isn't there is never left out in silence.</summary>
    /// <param name="features">What is needed.</param>
    /// <exception cref="MutxException">Something is missing: <see cref="MutxError.NotSupported"/>, and the message names it.</exception>
    public void Require(LockFeatures features)
    {
        if (!Has(features))
        {
            throw new MutxException(MutxError.NotSupported, $"these locks lack what was asked for: {features & ~Features}")
            {
                Hint = "use a provider that has it, or ask for less",
            };
        }
    }
}
