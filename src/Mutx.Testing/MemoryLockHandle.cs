using Mutx.Locking;
using Mutx.Primitives;

namespace Mutx.Testing;

/// <summary>A lock in memory that is held. A test can make it lost.</summary>
public sealed class MemoryLockHandle : ILockHandle
{
    private readonly CancellationTokenSource _lost = new();
    private readonly Action<MemoryLockHandle> _release;
    private int _released;

    internal MemoryLockHandle(string name, LockMode mode, long? token, Action<MemoryLockHandle> release)
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
    public long? FencingToken { get; }

    /// <summary>Loses the lock: <see cref="LockLost"/> fires, and somebody else may have it.</summary>
    public void Lose()
    {
        _lost.Cancel();
        ReleaseOnce();
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
    public void Dispose() => ReleaseOnce();

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }

    private void ReleaseOnce()
    {
        if (Interlocked.Exchange(ref _released, 1) == 0)
        {
            _release(this);
        }
    }
}
