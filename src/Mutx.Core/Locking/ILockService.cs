using Mutx.Primitives;

namespace Mutx.Locking;

/// <summary>
/// Locks for application code: outcomes as data rather than exceptions, and work that runs under a lock. Thread-safe.
/// What a name means is its provider's affair; by default it is a path.
/// </summary>
public interface ILockService
{
    /// <summary>Asks for the lock on a resource. No thread of the pool waits.</summary>
    /// <param name="resource">What the lock protects.</param>
    /// <param name="options">For how long, and how; <see cref="LockOptions.Default"/> if null.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The lock, or why there is none; to be disposed.</returns>
    /// <exception cref="OperationCanceledException">The wait was cancelled; the lock is not held.</exception>
    Task<LockResult> AcquireAsync(string resource, LockOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>
    /// Asks for the lock on one record of a resource. An exclusive lock on the whole resource excludes it; locks on
    /// other records don't.
    /// </summary>
    /// <param name="resource">What the record is part of.</param>
    /// <param name="record">The record's name.</param>
    /// <param name="options">For how long, and how; <see cref="LockOptions.Default"/> if null.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <inheritdoc cref="AcquireAsync(string, LockOptions?, CancellationToken)"/>
    Task<LockResult> AcquireAsync(
        string resource, string record, LockOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>Runs work under the lock on a resource, and releases the lock whatever the work does.</summary>
    /// <typeparam name="T">What the work gives.</typeparam>
    /// <param name="resource">What the lock protects.</param>
    /// <param name="work">Called once, with the lock and a token that is cancelled with the caller's, or when the lock is lost.</param>
    /// <param name="options">For how long to wait, and how; <see cref="LockOptions.Default"/> if null.</param>
    /// <param name="cancellationToken">Ends the wait, and is passed on to the work.</param>
    /// <returns>What the work gave. What it throws is what the caller gets.</returns>
    /// <exception cref="LockLostException">
    /// The work came to its end, or stopped at its token, but the lock had been lost meanwhile: others may have worked at
    /// the same time.
    /// </exception>
    /// <exception cref="MutxException">The lock wasn't obtained; the work was not called. Or at the end it couldn't be looked at.</exception>
    /// <exception cref="OperationCanceledException">The wait was cancelled; the work was not called.</exception>
    Task<T> WithLockAsync<T>(
        string resource,
        Func<ILockHandle, CancellationToken, Task<T>> work,
        LockOptions? options = null,
        CancellationToken cancellationToken = default);

    /// <inheritdoc cref="WithLockAsync{T}"/>
    Task WithLockAsync(
        string resource,
        Func<ILockHandle, CancellationToken, Task> work,
        LockOptions? options = null,
        CancellationToken cancellationToken = default);

    /// <summary>
    /// Whether somebody holds the lock on a resource, this process included. A hint, found without getting in
    /// anybody's way where the system allows that.
    /// </summary>
    /// <param name="resource">What the lock protects.</param>
    /// <param name="cancellationToken">Ends the question.</param>
    /// <exception cref="MutxException">It couldn't be found out.</exception>
    Task<bool> IsLockedAsync(string resource, CancellationToken cancellationToken = default);
}
