using Mutx.Platform;
using Mutx.Primitives;

namespace Mutx.Locking;

/// <summary>
/// One caller waiting for one lock. It is settled exactly once, by one compare-and-swap: granted, or abandoned by
/// its caller, or failed. Whoever loses that race cleans up what it brought.
/// </summary>
internal sealed class WaitRequest(LockSource source, LockMode mode, WaitStyle style)
{
    private const int Waiting = 0;
    private const int Settled = 1;

    private readonly TaskCompletionSource<HeldLock?> _outcome = new();

    // A caller that blocks waits for this, any other for the outcome itself.
    private readonly ThreadSignal? _ended = style == WaitStyle.Blocking ? source.Disk.NewSignal() : null;
    private int _state;

    public LockSource Source { get; } = source;

    public LockMode Mode { get; } = mode;

    /// <summary>Where it stands in line; the queue's own.</summary>
    public LinkedListNode<WaitRequest>? Place { get; set; }

    /// <summary>The lock; null where the time was up; cancelled or failed otherwise.</summary>
    public Task<HeldLock?> Outcome => _outcome.Task;

    public bool IsWaiting => Volatile.Read(ref _state) == Waiting;

    /// <summary>Wins the right to say how the wait ends; false if it has ended already.</summary>
    public bool TrySettle() => Interlocked.CompareExchange(ref _state, Settled, Waiting) == Waiting;

    /// <summary>Waits until the wait has ended, on the thread of a caller who blocks; false if it takes longer than a time.</summary>
    public bool WaitForOutcome(TimeSpan limit) => Outcome.IsCompleted || _ended!.Wait(limit);

    /// <summary>Gives the lock to the caller, who must have been settled for that.</summary>
    /// <param name="held">The lock.</param>
    /// <param name="here">Whether what an asynchronous caller goes on with may run on this thread, before this returns.</param>
    public void Grant(HeldLock held, bool here)
    {
        if (here)
        {
            _outcome.SetResult(held);
            _ended?.Raise();
        }
        else
        {
            Complete(outcome => outcome.SetResult(held));
        }
    }

    /// <summary>Ends the wait because its time is up; nothing happens if it has ended already.</summary>
    public void TryTimeOut()
    {
        if (TrySettle())
        {
            Complete(static outcome => outcome.SetResult(null));
        }
    }

    /// <summary>Ends the wait because it was cancelled; nothing happens if it has ended already.</summary>
    public void TryCancel(CancellationToken token)
    {
        if (TrySettle())
        {
            Complete(outcome => outcome.SetCanceled(token));
        }
    }

    /// <summary>Ends the wait by an error; nothing happens if it has ended already.</summary>
    public void TryFail(Exception error)
    {
        if (TrySettle())
        {
            Complete(outcome => outcome.SetException(error));
        }
    }

    /// <summary>
    /// Wakes the caller. What an asynchronous one goes on with must not run on the thread that serves others, nor inside
    /// of somebody's Cancel; a blocked thread runs nothing here.
    /// </summary>
    private void Complete(Action<TaskCompletionSource<HeldLock?>> outcome)
    {
        if (_ended is not null)
        {
            outcome(_outcome);
            _ended.Raise();
        }
        else
        {
            ThreadPool.UnsafeQueueUserWorkItem(outcome, _outcome, preferLocal: false);
        }
    }
}
