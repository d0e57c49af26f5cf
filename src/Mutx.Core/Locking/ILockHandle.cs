using Mutx.Primitives;

namespace Mutx.Locking;

/// <summary>A lock that is held. Disposing it releases it; a second time does nothing.</summary>
public interface ILockHandle : IDisposable, IAsyncDisposable
{
    /// <summary>What stands for the lock: the path of its lock file, or its name.</summary>
    string Path { get; }

    /// <summary>How it is held.</summary>
    LockMode Mode { get; }

    /// <summary>How long it was waited for.</summary>
    TimeSpan Waited { get; }

    /// <summary>
    /// Cancelled as soon as the lock is known to be lost: somebody else may hold it now. Nothing has to be called for
    /// that. Cancelled at most once, and never by disposing or releasing; what is registered on it may run on any thread.
    /// </summary>
    CancellationToken LockLost { get; }

    /// <summary>Why it is lost; null unless it is known to be. Set before <see cref="LockLost"/> is cancelled.</summary>
    LockLossReason? LossReason { get; }

    /// <summary>
    /// What tells this holder from those before it, for a resource that refuses who was overtaken without knowing it; a
    /// shared lock has that of the last exclusive one. Null where the provider has none (<see cref="LockFeatures.Fencing"/>).
    /// </summary>
    FencingToken? FencingToken { get; }

    /// <summary>
    /// Throws unless the lock is still held, as far as is known here and now. Looks; doesn't wait, and asks no server: it
    /// throws too where the last answer is older than <see cref="LockCapabilities.LossBound"/>, by a clock that runs while
    /// the machine sleeps.
    /// </summary>
    /// <exception cref="LockLostException">It is lost.</exception>
    /// <exception cref="ObjectDisposedException">It was released.</exception>
    void EnsureHeld();

    /// <summary>
    /// Asks whoever keeps the lock whether it is still held: for the moment before a step that can't be taken back. Who
    /// gets no answer within <see cref="LockCapabilities.LossBound"/> has lost it.
    /// </summary>
    /// <param name="cancellationToken">Ends the question, not the lock.</param>
    /// <returns>Whether it was held when it was asked; false is for ever.</returns>
    /// <exception cref="MutxException">The file that the lock is on can't be looked at; that says nothing.</exception>
    /// <exception cref="ObjectDisposedException">It was released.</exception>
    ValueTask<bool> VerifyAsync(CancellationToken cancellationToken = default);

    /// <summary>
    /// Releases the lock, as disposing does, and tells how that went. Never throws because the lock was lost, and takes
    /// bounded time though no server answers. A second call releases nothing and tells the same.
    /// </summary>
    ValueTask<LockRelease> ReleaseAsync();
}
