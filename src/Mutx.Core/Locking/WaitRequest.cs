using Mutx.Primitives;

namespace Mutx.Locking;

/// <summary>
/// One caller waiting for one lock. It is settled exactly once, by one compare-and-swap: granted, or abandoned by
/// its caller, or failed. Whoever loses that race cleans up what it brought.
/// </summary>
internal sealed class WaitRequest(LockSource source, LockMode mode)
{
    private const int Waiting = 0;
    private const int Settled = 1;

    // Continuations must not run on the thread that hands out locks.
    private readonly TaskCompletionSource<HeldLock?> _outcome = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _state;

    public LockSource Source { get; } = source;

    public LockMode Mode { get; } = mode;

    /// <summary>Where it stands in line; the queue's own.</summary>
    public LinkedListNode<WaitRequest>? Place { get; set; }

    /// <summary>The lock; null where the time was up; cancelled or failed otherwise.</summary>
    public Task<HeldLock?> Outcome => _outcome.Task;

    public bool IsWaiting => Volatile.Read(ref _state) == Waiting;

    /// <summary>Gives the lock to the caller; false if it no longer wants it.</summary>
    public bool TryGrant(HeldLock held)
    {
        if (!TrySettle())
        {
            return false;
        }

        _outcome.SetResult(held);
        return true;
    }

    /// <summary>Ends the wait because its time is up; false if it has ended already.</summary>
    public bool TryTimeOut()
    {
        if (!TrySettle())
        {
            return false;
        }

        _outcome.SetResult(null);
        return true;
    }

    /// <summary>Ends the wait because it was cancelled; false if it has ended already.</summary>
    public bool TryCancel(CancellationToken token)
    {
        if (!TrySettle())
        {
            return false;
        }

        _outcome.SetCanceled(token);
        return true;
    }

    /// <summary>Ends the wait by an error; false if it has ended already.</summary>
    public bool TryFail(Exception error)
    {
        if (!TrySettle())
        {
            return false;
        }

        _outcome.SetException(error);
        return true;
    }

    private bool TrySettle() => Interlocked.CompareExchange(ref _state, Settled, Waiting) == Waiting;
}
