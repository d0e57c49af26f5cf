using Mutx.Platform;
using Mutx.Primitives;

namespace Mutx.Locking;

/// <summary>
/// The waiters of this process for one lock, first come first served. Only the first of them waits in the kernel, on a
/// background thread that blocks in flock(2): a hundred tasks on one path are one kernel waiter, and none of them costs
/// a pool thread or a timer. There is at most one such thread for each mode, because a thread that blocks for a waiter
/// who has left can only serve another of the same mode; what it gets when nobody wants it any more it gives back on
/// the spot. It can't be woken before: neither closing the file nor anything else but a signal ends a blocked flock.
/// <para>
/// Waking a second thread costs as much as the kernel's own waking of the first. It is saved where it can be: a caller who
/// blocks for as long as it takes and is first in line waits in the kernel itself, and a thread that has served the
/// last in line goes on with what that caller does next, instead of ending.
/// </para>
/// </summary>
internal sealed class WaitQueue
{
    private static readonly Lock Registry = new();
    private static readonly Dictionary<(Disk, LockMethod, string), WaitQueue> Queues = [];
    private static volatile int _queueCount;

    private readonly (Disk, LockMethod, string) _key;
    private readonly LinkedList<WaitRequest> _waiting = new();
    private bool _exclusiveThread;
    private bool _sharedThread;

    private WaitQueue((Disk, LockMethod, string) key) => _key = key;

    /// <summary>Whether somebody in this process waits for the lock, so that a newcomer has to line up.</summary>
    public static bool HasWaiters(LockSource source)
    {
        if (_queueCount == 0)
        {
            return false;
        }

        lock (Registry)
        {
            return Queues.TryGetValue(KeyOf(source), out WaitQueue? queue) && queue.First() is not null;
        }
    }

    /// <summary>Lines up a new request.</summary>
    public static void Enqueue(WaitRequest request)
    {
        lock (Registry)
        {
            WaitQueue queue = Add(request);
            queue.EnsureThread();
            queue.RemoveIfIdle();
        }
    }

    /// <summary>
    /// Lines up a request that can't be abandoned. If it is the first, it is settled on return, by the calling thread.
    /// </summary>
    public static void EnqueueForGood(WaitRequest request)
    {
        WaitQueue queue;
        lock (Registry)
        {
            queue = Add(request);
            if (queue.First() != request || queue.HasThread(request.Mode))
            {
                queue.EnsureThread();
                queue.RemoveIfIdle();
                return;
            }

            queue.SetThread(request.Mode, true);
        }

        queue.ServeHere(request);
    }

    /// <summary>
    /// Takes a request that was abandoned out of the line. Whoever stood behind it may need a thread of another mode.
    /// </summary>
    public static void Forget(WaitRequest request)
    {
        lock (Registry)
        {
            if (Queues.TryGetValue(KeyOf(request.Source), out WaitQueue? queue) && request.Place?.List == queue._waiting)
            {
                queue._waiting.Remove(request.Place);
                queue.EnsureThread();
                queue.RemoveIfIdle();
            }
        }
    }

    private static (Disk, LockMethod, string) KeyOf(LockSource source) => (source.Disk, source.Method, source.Path);

    /// <summary>Under the registry's lock.</summary>
    private static WaitQueue Add(WaitRequest request)
    {
        (Disk, LockMethod, string) key = KeyOf(request.Source);
        if (!Queues.TryGetValue(key, out WaitQueue? queue))
        {
            queue = new WaitQueue(key);
            Queues.Add(key, queue);
            _queueCount = Queues.Count;
        }

        request.Place = queue._waiting.AddLast(request);
        return queue;
    }

    /// <summary>The first request that still waits. Under the registry's lock.</summary>
    private WaitRequest? First()
    {
        while (_waiting.First is { } node)
        {
            if (node.Value.IsWaiting)
            {
                return node.Value;
            }

            _waiting.Remove(node);
        }

        return null;
    }

    /// <summary>The first request, if a thread of a mode can serve it. Under the registry's lock.</summary>
    private WaitRequest? First(LockMode mode) => First() is { } first && first.Mode == mode ? first : null;

    /// <summary>Makes sure that a thread waits for the first request. Under the registry's lock.</summary>
    private void EnsureThread()
    {
        while (First() is { } first && !HasThread(first.Mode))
        {
            try
            {
                first.Source.Disk.StartThread("mutx lock waiter", () => Serve(first.Mode));
                SetThread(first.Mode, true);
            }
            catch (MutxException e)
            {
                first.TryFail(new MutxException(e.Error, $"cannot wait for the lock '{first.Source.Path}': {e.Message}", e)
                {
                    Path = first.Source.Path,
                    Hint = e.Hint,
                });
            }
        }
    }

    private void Serve(LockMode mode)
    {
        while (Next(mode) is { } source)
        {
            try
            {
                HeldLock? held = source.Take(mode, () => IsWanted(mode));
                if (held is not null && Grant(mode, held))
                {
                    return;
                }
            }
            catch (Exception e)
            {
                Fail(mode, e);
            }
        }
    }

    /// <summary>Serves one request, which nothing but this can settle, on its caller's thread.</summary>
    private void ServeHere(WaitRequest request)
    {
        try
        {
            HeldLock held = request.Source.Take(request.Mode, static () => true)!;
            request.TrySettle();
            request.Grant(held, here: true);
        }
        catch (Exception e)
        {
            request.TryFail(e);
        }

        lock (Registry)
        {
            Leave(request.Mode);
        }
    }

    /// <summary>Where the thread of a mode has to take a lock from; null if it has nothing more to do, and ends.</summary>
    private LockSource? Next(LockMode mode)
    {
        lock (Registry)
        {
            if (First(mode) is { } first)
            {
                return first.Source;
            }

            Leave(mode);
            return null;
        }
    }

    /// <summary>Ends the service of a mode's thread. Under the registry's lock.</summary>
    private void Leave(LockMode mode)
    {
        SetThread(mode, false);
        EnsureThread();
        RemoveIfIdle();
    }

    private bool IsWanted(LockMode mode)
    {
        lock (Registry)
        {
            return First(mode) is not null;
        }
    }

    /// <summary>
    /// Gives the lock to the first who still wants it, or back. If that was the last in line the thread has left the queue, and
    /// its caller's continuation has run on it.
    /// </summary>
    /// <returns>Whether the thread has left.</returns>
    private bool Grant(LockMode mode, HeldLock held)
    {
        WaitRequest? granted;
        bool leaves;
        lock (Registry)
        {
            granted = Settle(mode);
            leaves = granted is not null && First() is null;
            if (leaves)
            {
                Leave(mode);
            }
        }

        if (granted is null)
        {
            held.Release();
        }

        granted?.Grant(held, here: leaves);
        return leaves;
    }

    /// <summary>Settles the first request of a mode that still waits, for it to be granted. Under the registry's lock.</summary>
    private WaitRequest? Settle(LockMode mode)
    {
        while (First(mode) is { } first)
        {
            if (first.TrySettle())
            {
                return first;
            }
        }

        return null;
    }

    private void Fail(LockMode mode, Exception error)
    {
        lock (Registry)
        {
            First(mode)?.TryFail(error);
        }
    }

    /// <summary>The queue goes with its last waiter and its last thread. Under the registry's lock.</summary>
    private void RemoveIfIdle()
    {
        if (!_exclusiveThread && !_sharedThread && First() is null)
        {
            Queues.Remove(_key);
            _queueCount = Queues.Count;
        }
    }

    private bool HasThread(LockMode mode) => mode == LockMode.Exclusive ? _exclusiveThread : _sharedThread;

    private void SetThread(LockMode mode, bool runs)
    {
        if (mode == LockMode.Exclusive)
        {
            _exclusiveThread = runs;
        }
        else
        {
            _sharedThread = runs;
        }
    }
}
