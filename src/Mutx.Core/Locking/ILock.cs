using Mutx.Primitives;

namespace Mutx.Locking;

/// <summary>
/// A lock, not held yet. The grid of four: <c>Try</c> gives null where somebody else has it, the others throw;
/// <c>Async</c> holds no thread while it waits. Not reentrant.
/// </summary>
public interface ILock
{
    /// <summary>What it was named by.</summary>
    string Name { get; }

    /// <summary>What it can do. May look where it would lie, and throws as acquiring does where that can't be found out.</summary>
    LockCapabilities Capabilities { get; }

    /// <summary>Acquires the lock if that takes no longer than <paramref name="timeout"/>. Blocks the calling thread.</summary>
    /// <param name="mode">Exclusive or shared.</param>
    /// <param name="timeout">How long to wait: zero for one try, <see cref="Timeout.InfiniteTimeSpan"/> for any time.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The lock, to be disposed; null if somebody else had it all the time.</returns>
    /// <exception cref="MutxException">It couldn't be found out.</exception>
    /// <exception cref="OperationCanceledException">The wait was cancelled; the lock is not held.</exception>
    ILockHandle? TryAcquire(
        LockMode mode = LockMode.Exclusive, TimeSpan timeout = default, CancellationToken cancellationToken = default);

    /// <summary>Acquires the lock. Blocks the calling thread.</summary>
    /// <param name="mode">Exclusive or shared.</param>
    /// <param name="timeout">How long to wait; if null, any time. Zero for one try.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The lock, to be disposed.</returns>
    /// <exception cref="LockTimeoutException">Somebody else had it all the time.</exception>
    /// <exception cref="LockUnavailableException">Somebody else has it, and the timeout is zero.</exception>
    /// <exception cref="MutxException">It couldn't be found out.</exception>
    /// <exception cref="OperationCanceledException">The wait was cancelled; the lock is not held.</exception>
    ILockHandle Acquire(
        LockMode mode = LockMode.Exclusive, TimeSpan? timeout = null, CancellationToken cancellationToken = default);

    /// <summary>Acquires the lock if that takes no longer than <paramref name="timeout"/>. Holds no thread.</summary>
    /// <inheritdoc cref="TryAcquire"/>
    ValueTask<ILockHandle?> TryAcquireAsync(
        LockMode mode = LockMode.Exclusive, TimeSpan timeout = default, CancellationToken cancellationToken = default);

    /// <summary>Acquires the lock. Holds no thread.</summary>
    /// <inheritdoc cref="Acquire"/>
    ValueTask<ILockHandle> AcquireAsync(
        LockMode mode = LockMode.Exclusive, TimeSpan? timeout = null, CancellationToken cancellationToken = default);

    /// <summary>Whether somebody holds it, as far as can be told without getting in anybody's way; a hint.</summary>
    /// <param name="cancellationToken">Ends the question.</param>
    ValueTask<bool> IsLockedAsync(CancellationToken cancellationToken = default);

    /// <summary>
    /// Whether somebody is in the way of who wants it in a mode, as far as can be told without getting in anybody's way; a
    /// hint. Locks that can be shared have to implement it: unless they do, any holder is in the way of everybody.
    /// </summary>
    /// <param name="mode">Exclusive: any holder is in the way. Shared: only one who holds it exclusively.</param>
    /// <param name="cancellationToken">Ends the question.</param>
    ValueTask<bool> IsLockedAgainstAsync(LockMode mode, CancellationToken cancellationToken = default) => IsLockedAsync(cancellationToken);

    /// <summary>Who seems to hold it, found without getting in anybody's way; a hint.</summary>
    /// <param name="cancellationToken">Ends the question.</param>
    /// <returns>The holders: one, or several who share it, or none. What can't be found out about one is null.</returns>
    /// <exception cref="MutxException">It couldn't be found out whether there are any.</exception>
    ValueTask<IReadOnlyList<LockOwner>> InspectAsync(CancellationToken cancellationToken = default);

    /// <summary>The lock on one record of what this lock protects, which an exclusive lock on the whole excludes.</summary>
    /// <param name="record">The record's name; any text without NUL, not empty.</param>
    ILock Record(string record);
}
