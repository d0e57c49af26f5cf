using Mutx.Locking;
using Mutx.Primitives;

namespace Mutx.Testing;

/// <summary>A lock in memory that is held. A test can make it lost.</summary>
public sealed class MemoryLockHandle : ILockHandle
{
    private readonly CancellationTokenSource _lost = new();
    private readonly Action<MemoryLockHandle> _release;
    private int _released;

    internal MemoryLockHandle(string name, LockMode mode, FencingToken? token, Action<MemoryLockHandle> release)
    {
        Path = name;
        Mode = mode;
        FencingToken = token;
        _release = release;
    }

    /// <inheritdoc/>
    public string Path { get; }

    /// <inheritdoc/>
    public LockMode Mode { get; }

    /// <inheritdoc/>
    public TimeSpan Waited => TimeSpan.Zero;

    /// <inheritdoc/>
    public CancellationToken LockLost => _lost.Token;

    /// <inheritdoc/>
    public LockLossReason? LossReason { get; private set; }

    /// <inheritdoc/>
    public FencingToken? FencingToken { get; }

    /// <summary>Loses the lock: <see cref="LockLost"/> fires, and somebody else may have it.</summary>
    /// <param name="reason">What <see cref="LossReason"/> is to say.</param>
    public void Lose(LockLossReason reason = LockLossReason.Revoked)
    {
        Guard.Defined(reason, LockLossReason.LeaseExpired);
        if (Interlocked.Exchange(ref _released, 1) == 0)
        {
            LossReason = reason;
            _release(this);
            _lost.Cancel();
        }
    }

    /// <inheritdoc/>
    public void EnsureHeld()
    {
        if (_lost.IsCancellationRequested)
        {
            throw new LockLostException($"the lock on '{Path}' is lost") { Path = Path };
        }

        ObjectDisposedException.ThrowIf(Volatile.Read(ref _released) != 0, this);
    }

    /// <inheritdoc/>
    public ValueTask<bool> VerifyAsync(CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        ObjectDisposedException.ThrowIf(LossReason is null && Volatile.Read(ref _released) != 0, this);
        return ValueTask.FromResult(LossReason is null);
    }

    /// <inheritdoc/>
    public ValueTask<LockRelease> ReleaseAsync()
    {
        Dispose();
        return ValueTask.FromResult(LossReason is null ? LockRelease.Released : LockRelease.AlreadyLost);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _released, 1) == 0)
        {
            _release(this);
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }
}
