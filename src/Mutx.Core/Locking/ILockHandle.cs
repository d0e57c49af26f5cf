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
    /// Cancelled once the lock is found to be lost: somebody else may hold it now. Never cancelled by disposing.
    /// </summary>
    CancellationToken LockLost { get; }

    /// <summary>
    /// A number that grows with each acquisition of this lock, for whoever has to refuse a holder that was overtaken
    /// without knowing it; null where there is none.
    /// </summary>
    long? FencingToken { get; }

    /// <summary>Throws unless the lock is still held, as far as can be found out now. Looks; doesn't wait.</summary>
    /// <exception cref="LockLostException">It is lost.</exception>
    /// <exception cref="ObjectDisposedException">It was released.</exception>
    void EnsureHeld();
}
