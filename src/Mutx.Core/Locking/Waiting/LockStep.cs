using Mutx.Primitives;

namespace Mutx.Locking;

/// <summary>One lock of those that an acquisition takes, in their order.</summary>
/// <param name="Owner">The lock that the caller asked for.</param>
/// <param name="Source">Where this step's lock comes from: the owner's own, or its turnstile.</param>
/// <param name="Mode">Exclusive or shared.</param>
internal readonly record struct LockStep(FileLock Owner, LockSource Source, LockMode Mode)
{
    /// <summary>Whether it is a turnstile, let go as soon as the lock behind it is held.</summary>
    public bool IsTurn => !ReferenceEquals(Source, Owner.Source);
}
