using System.Diagnostics.CodeAnalysis;
using Mutx.Diagnostics;
using Mutx.Platform;
using Mutx.Primitives;

namespace Mutx.Locking;

/// <summary>
/// A server's lock that is held: what is the same for all of them, for those who write a provider. It is held, lost or
/// released, once each and in that order at most; and it knows how old the last proof is that it is held, by a clock that runs
/// while the machine sleeps.
/// <para>
/// A handle that is never disposed holds its lock until the process ends: what keeps watch over the lock also keeps the
/// handle alive.
/// </para>
/// </summary>
public abstract class ServerLockHandle : ILockHandle
{
    private readonly ServerLock _lock;
    private readonly TimeProvider _clock;
    private readonly CancellationTokenSource _lost = new();
    private readonly Lock _gate = new();
    private readonly long _since;
    private long _proof;
    private LockLossReason? _reason;
    private string _why = "";
    private Task<LockRelease>? _release;

    /// <summary>The lock is held.</summary>
    /// <param name="lock">Which one.</param>
    /// <param name="attempt">The attempt that got it.</param>
    /// <param name="asked"><see cref="LockAttempt.Now"/> before the question was sent whose answer says so.</param>
    /// <param name="token">Its fencing token, where there is one.</param>
    protected ServerLockHandle(ServerLock @lock, LockAttempt attempt, long asked, FencingToken? token)
    {
        ArgumentNullException.ThrowIfNull(@lock);
        ArgumentNullException.ThrowIfNull(attempt);
        _lock = @lock;
        _clock = ContinuousTime.InPlaceOf(@lock.Time);
        _since = _clock.GetTimestamp();
        _proof = asked;
        Mode = attempt.Mode;
        Waited = attempt.Waited;
        FencingToken = token;
        LockLost = _lost.Token;
        @lock.Logger.LockAcquired(@lock.Name, @lock.Place, Mode);
    }

    /// <summary>The lock's name.</summary>
    public string Path => _lock.Name;

    /// <inheritdoc/>
    public LockMode Mode { get; }

    /// <inheritdoc/>
    public TimeSpan Waited { get; }

    /// <inheritdoc/>
    public CancellationToken LockLost { get; }

    /// <inheritdoc/>
    public FencingToken? FencingToken { get; }

    /// <inheritdoc/>
    public LockLossReason? LossReason
    {
        get
        {
            lock (_gate)
            {
                return _reason;
            }
        }
    }

    /// <summary>The moment, on the clock that proofs are reckoned by.</summary>
    protected long Now => _clock.GetTimestamp();

    /// <summary>How old the last proof is that the lock is held: the time since the question was sent.</summary>
    protected TimeSpan ProofAge => _clock.GetElapsedTime(Volatile.Read(ref _proof));

    /// <inheritdoc/>
    public void EnsureHeld()
    {
        if (_lock.Capabilities.LossBound is { } bound && ProofAge > bound)
        {
            Lose(LockLossReason.NoAnswer, $"nothing was heard of {_lock.Place} for {DurationText.Format(ProofAge)}");
        }

        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_release is not null, this);
            if (_reason is { } reason)
            {
                throw new LockLostException($"the lock on '{Path}' is lost: {_why}")
                {
                    Path = Path,
                    Hint = HintFor(reason),
                };
            }
        }
    }

    /// <inheritdoc/>
    public async ValueTask<bool> VerifyAsync(CancellationToken cancellationToken = default)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_release is not null, this);
            if (_reason is not null)
            {
                return false;
            }
        }

        bool isHeld = await AskAsync(cancellationToken).ConfigureAwait(false);
        if (!isHeld)
        {
            Lose(LockLossReason.Revoked, $"{_lock.Place} says that it isn't held any more");
        }

        return isHeld && LossReason is null;
    }

    /// <inheritdoc/>
    public ValueTask<LockRelease> ReleaseAsync()
    {
        TaskCompletionSource<LockRelease> end;
        bool wasLost;
        lock (_gate)
        {
            if (_release is not null)
            {
                return new ValueTask<LockRelease>(_release);
            }

            end = new TaskCompletionSource<LockRelease>(TaskCreationOptions.RunContinuationsAsynchronously);
            _release = end.Task;
            wasLost = _reason is not null;
        }

        return ReleaseOnceAsync(end, wasLost);
    }

    /// <summary>Releases the lock; blocks until the server has answered, or hasn't for too long. A second time does nothing.</summary>
    [SuppressMessage("Usage", "CA1816", Justification = "There is no finalizer; derived classes have what they need in EndAsync.")]
    public void Dispose() => ReleaseAsync().AsTask().GetAwaiter().GetResult();

    /// <inheritdoc/>
    [SuppressMessage("Usage", "CA1816", Justification = "As above.")]
    public async ValueTask DisposeAsync() => await ReleaseAsync().ConfigureAwait(false);

    /// <inheritdoc/>
    public override string ToString() =>
        $"{(Mode == LockMode.Exclusive ? "exclusive" : "shared")} lock on '{Path}' ({_lock.Place})";

    /// <summary>The server has answered that the lock is held.</summary>
    /// <param name="asked"><see cref="Now"/> before the question was sent.</param>
    protected void Prove(long asked)
    {
        long known = Volatile.Read(ref _proof);
        while (asked > known)
        {
            long seen = Interlocked.CompareExchange(ref _proof, asked, known);
            if (seen == known)
            {
                return;
            }

            known = seen;
        }
    }

    /// <summary>The lock is lost: tells the holder at once, unless he has released it or been told before.</summary>
    /// <param name="reason">Why.</param>
    /// <param name="why">Why, in words that go on after a colon.</param>
    /// <returns>Whether this call told him.</returns>
    protected bool Lose(LockLossReason reason, string why)
    {
        lock (_gate)
        {
            if (_reason is not null || _release is not null)
            {
                return false;
            }

            _reason = reason;
            _why = why;
        }

        Telemetry.Lost();
        _lock.Logger.LockLost(Path, $"{_lock.Place}: {why}");
        _ = _lost.CancelAsync();
        return true;
    }

    /// <summary>
    /// Asks the server whether the lock is held, and calls <see cref="Prove"/> if it is. No answer within the bound is no.
    /// </summary>
    /// <param name="cancellationToken">Ends the question, not the lock.</param>
    protected abstract ValueTask<bool> AskAsync(CancellationToken cancellationToken);

    /// <summary>Gives the lock back and ends the watch over it. Called once, also where the lock is lost; in bounded time.</summary>
    /// <returns>How that went.</returns>
    protected abstract ValueTask<LockRelease> EndAsync();

    private async ValueTask<LockRelease> ReleaseOnceAsync(TaskCompletionSource<LockRelease> end, bool wasLost)
    {
        LockRelease outcome = LockRelease.Unknown;
        try
        {
            outcome = await EndAsync().ConfigureAwait(false);
        }
        catch (MutxException)
        {
            // As good as no answer.
        }
        finally
        {
            outcome = wasLost ? LockRelease.AlreadyLost : outcome;
            end.SetResult(outcome);
        }

        _lock.Logger.LockReleased($"{Path}, {_lock.Place}");
        Telemetry.Released(_clock.GetElapsedTime(_since));
        return outcome;
    }

    private static string HintFor(LockLossReason reason) => reason switch
    {
        LockLossReason.Revoked => "somebody else may hold it now; find out who ended the session or removed the lock, and start again",
        LockLossReason.ServerGone => "somebody else may hold it now; start again when the server is back",
        _ => "somebody else may hold it now: this process or the network stood still for longer than the lock lasts; start again",
    };
}
