using Mutx.Locking;

namespace Mutx.Tests.Repositories;

/// <summary>Tells of each wait how long it may last.</summary>
internal sealed class LimitObserver : ILockWaitObserver, IDisposable
{
    private readonly Queue<TimeSpan> _limits = new();
    private readonly SemaphoreSlim _told = new(0);

    public void Waiting(LockWait wait)
    {
        lock (_limits)
        {
            _limits.Enqueue(wait.Timeout);
        }

        _told.Release();
    }

    public void Ended(LockWait wait, LockWaitEnd end)
    {
        // Only how long it may last counts.
    }

    public async Task<TimeSpan> NextLimitAsync(CancellationToken token)
    {
        await _told.WaitAsync(token);
        lock (_limits)
        {
            return _limits.Dequeue();
        }
    }

    public void Dispose() => _told.Dispose();
}
