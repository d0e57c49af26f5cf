using System.Globalization;
using Microsoft.Extensions.Logging;
using Mutx.Primitives;

namespace Mutx.Locking;

/// <summary>
/// A lock that a server keeps: what is the same for all of them, for those who write a provider. It makes the four ways to
/// acquire of one, tells the log and the instruments, and finds the words for a lock that somebody else had.
/// <para>The blocking ways run the asynchronous one and block the calling thread until it ends.</para>
/// </summary>
public abstract class ServerLock : ILock
{
    // Asking who has it is for the message alone, and may not keep the caller who waited long enough.
    private static readonly TimeSpan PatienceForMessage = TimeSpan.FromSeconds(1);

    private readonly ServerLockTurns _turns;

    /// <summary>Names a lock; touches nothing.</summary>
    /// <param name="key">What stands for the name.</param>
    /// <param name="place">Where it is kept, for messages: <c>PostgreSQL at db:5432/app</c>. No password.</param>
    /// <param name="turns">Where the tasks of this process line up; the provider's.</param>
    /// <param name="time">The clock for timeouts; only its monotonic side is used.</param>
    /// <param name="logger">Where events are logged.</param>
    protected ServerLock(LockKey key, string place, ServerLockTurns turns, TimeProvider time, ILogger logger)
    {
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(place);
        ArgumentNullException.ThrowIfNull(turns);
        ArgumentNullException.ThrowIfNull(time);
        ArgumentNullException.ThrowIfNull(logger);
        Key = key;
        Place = place;
        _turns = turns;
        Time = time;
        Logger = logger;
    }

    /// <inheritdoc/>
    public string Name => Key.Display;

    /// <summary>What stands for the name on the server.</summary>
    public LockKey Key { get; }

    /// <summary>Where it is kept, for messages.</summary>
    public string Place { get; }

    /// <inheritdoc/>
    public abstract LockCapabilities Capabilities { get; }

    internal TimeProvider Time { get; }

    internal ILogger Logger { get; }

    /// <inheritdoc/>
    public ILockHandle? TryAcquire(
        LockMode mode = LockMode.Exclusive, TimeSpan timeout = default, CancellationToken cancellationToken = default) =>
        TryAcquireAsync(mode, timeout, cancellationToken).AsTask().GetAwaiter().GetResult();

    /// <inheritdoc/>
    public ILockHandle Acquire(
        LockMode mode = LockMode.Exclusive, TimeSpan? timeout = null, CancellationToken cancellationToken = default) =>
        AcquireAsync(mode, timeout, cancellationToken).AsTask().GetAwaiter().GetResult();

    /// <inheritdoc/>
    public async ValueTask<ILockHandle?> TryAcquireAsync(
        LockMode mode = LockMode.Exclusive, TimeSpan timeout = default, CancellationToken cancellationToken = default)
    {
        Guard.Defined(mode, LockMode.Shared);
        Guard.WaitTime(timeout);
        cancellationToken.ThrowIfCancellationRequested();
        if (timeout == TimeSpan.Zero || NestedServerLock.Of(this, mode) is not { } nested)
        {
            return await TakeAsync(mode, timeout, cancellationToken).ConfigureAwait(false);
        }

        using var wait = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task<LockUnavailableException?> watch = nested.WatchAsync(wait);
        try
        {
            return await TakeAsync(mode, timeout, wait.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw await watch.ConfigureAwait(false) ?? (Exception)new OperationCanceledException(cancellationToken);
        }
        finally
        {
            await wait.CancelAsync().ConfigureAwait(false);
            await watch.ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public async ValueTask<ILockHandle> AcquireAsync(
        LockMode mode = LockMode.Exclusive, TimeSpan? timeout = null, CancellationToken cancellationToken = default)
    {
        TimeSpan limit = timeout ?? Timeout.InfiniteTimeSpan;
        return await TryAcquireAsync(mode, limit, cancellationToken).ConfigureAwait(false)
            ?? throw await NotAcquiredAsync(limit, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public ValueTask<bool> IsLockedAsync(CancellationToken cancellationToken = default) =>
        IsLockedAgainstAsync(LockMode.Exclusive, cancellationToken);

    /// <inheritdoc/>
    public async ValueTask<bool> IsLockedAgainstAsync(LockMode mode, CancellationToken cancellationToken = default)
    {
        Guard.Defined(mode, LockMode.Shared);
        foreach (LockOwner owner in await InspectAsync(cancellationToken).ConfigureAwait(false))
        {
            if (mode == LockMode.Exclusive || owner.Mode == LockMode.Exclusive)
            {
                return true;
            }
        }

        return false;
    }

    /// <inheritdoc/>
    public abstract ValueTask<IReadOnlyList<LockOwner>> InspectAsync(CancellationToken cancellationToken = default);

    /// <inheritdoc/>
    public ILock Record(string record) => new RecordLock(this, OfKey(Key.Record(record)));

    /// <inheritdoc/>
    public override string ToString() => $"lock on '{Name}' ({Place})";

    /// <summary>
    /// Takes the lock. Called for one task of this process at a time, but for those that only try. Whatever ends it without
    /// one has to leave nothing behind that could become a lock later, or be waited for by others.
    /// </summary>
    /// <param name="attempt">How, and how long.</param>
    /// <returns>The lock; null where somebody else had it for as long as may be waited.</returns>
    /// <exception cref="MutxException">It couldn't be found out.</exception>
    /// <exception cref="OperationCanceledException">The caller doesn't want it any more.</exception>
    protected abstract ValueTask<ServerLockHandle?> TakeAsync(LockAttempt attempt);

    /// <summary>Another lock of the same server.</summary>
    /// <param name="key">What stands for its name.</param>
    protected abstract ILock OfKey(LockKey key);

    private async ValueTask<ServerLockHandle?> TakeAsync(LockMode mode, TimeSpan timeout, CancellationToken cancellationToken)
    {
        var attempt = new LockAttempt(this, mode, timeout, Time, Logger, cancellationToken);
        LockWaitEnd end = LockWaitEnd.Failed;
        try
        {
            ServerLockHandle? held = await TakeInTurnAsync(attempt).ConfigureAwait(false);
            end = held is null ? LockWaitEnd.TimedOut : LockWaitEnd.Acquired;
            return held;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            end = LockWaitEnd.Cancelled;
            throw new OperationCanceledException(cancellationToken);
        }
        finally
        {
            attempt.End(end);
        }
    }

    /// <summary>A try asks the server at once: one task of this process that waits says nothing about who holds the lock.</summary>
    private async ValueTask<ServerLockHandle?> TakeInTurnAsync(LockAttempt attempt)
    {
        if (attempt.IsTry)
        {
            return await TakeAsync(attempt).ConfigureAwait(false);
        }

        using IDisposable? turn = await _turns.EnterAsync(Key, attempt).ConfigureAwait(false);
        return turn is null ? null : await TakeAsync(attempt).ConfigureAwait(false);
    }

    private async ValueTask<MutxException> NotAcquiredAsync(TimeSpan timeout, CancellationToken cancellationToken)
    {
        string held = $"cannot lock '{Name}' ({Place}): it is locked{await OwnersAsync(cancellationToken).ConfigureAwait(false)}";
        return timeout == TimeSpan.Zero
            ? new LockUnavailableException(held) { Path = Name, Hint = "wait for it: give a timeout" }
            : new LockTimeoutException($"{held}; waited {DurationText.Format(timeout)}")
            {
                Path = Name,
                Hint = "wait longer, or end the one that holds it",
            };
    }

    /// <summary>Who has it, as far as the server says so quickly.</summary>
    private async Task<string> OwnersAsync(CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(PatienceForMessage, Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, patience.Token);
        try
        {
            IReadOnlyList<LockOwner> owners = await InspectAsync(either.Token).ConfigureAwait(false);
            return owners.Count == 0 ? "" : $" by {string.Join(", ", owners.Take(3).Select(Describe))}{(owners.Count > 3 ? ", …" : "")}";
        }
        catch (Exception e) when (e is MutxException or OperationCanceledException or ObjectDisposedException)
        {
            // The message does without.
            return "";
        }
    }

    private static string Describe(LockOwner owner) => owner.Since is { } since
        ? string.Create(CultureInfo.InvariantCulture, $"{owner.Name} since {since.UtcDateTime:yyyy-MM-dd HH:mm:ss}Z")
        : owner.Name;
}
