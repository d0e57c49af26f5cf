using Mutx.Platform;
using Mutx.Primitives;

namespace Mutx.Locking;

/// <summary>
/// The waiters of this process for one lock file, first come first served. Only the first of them waits in the
/// kernel, on a background thread that blocks in flock(2): a hundred tasks on one path are one kernel waiter, and
/// none of them costs a pool thread or a timer. There is at most one such thread for each mode, because a thread that
/// blocks for a waiter who has left can only serve another of the same mode; what it gets when nobody wants it
/// any more it gives back on the spot.
/// </summary>
internal sealed class WaitQueue
{
    private static readonly Lock Registry = new();
    private static readonly Dictionary<string, WaitQueue> Queues = new(StringComparer.Ordinal);
    private static volatile int _queueCount;

    private readonly LinkedList<WaitRequest> _waiting = new();
    private readonly LockFileAccess _access;
    private bool _exclusiveThread;
    private bool _sharedThread;

    private WaitQueue(LockFileAccess access) => _access = access;

    /// <summary>Whether somebody in this process waits for the lock file, so that a newcomer has to line up.</summary>
    public static bool HasWaiters(string path)
    {
        if (_queueCount == 0)
        {
            return false;
        }

        lock (Registry)
        {
            return Queues.TryGetValue(path, out WaitQueue? queue) && queue.First() is not null;
        }
    }

    /// <summary>Lines up a new request.</summary>
    public static WaitRequest Enqueue(LockFileAccess access, LockMode mode)
    {
        var request = new WaitRequest(mode);
        lock (Registry)
        {
            if (!Queues.TryGetValue(access.Path, out WaitQueue? queue))
            {
                queue = new WaitQueue(access);
                Queues.Add(access.Path, queue);
                _queueCount = Queues.Count;
            }

            queue._waiting.AddLast(request);
            queue.EnsureThread();
        }

        return request;
    }

    /// <summary>
    /// Tells the queue that a request has been abandoned: whoever stands behind it may need a thread of another mode.
    /// </summary>
    public static void Forget(string path)
    {
        lock (Registry)
        {
            if (Queues.TryGetValue(path, out WaitQueue? queue))
            {
                queue.EnsureThread();
            }
        }
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

    /// <summary>Makes sure that a thread waits for the first request. Under the registry's lock.</summary>
    private void EnsureThread()
    {
        if (First() is not { } first || HasThread(first.Mode))
        {
            return;
        }

        SetThread(first.Mode, true);
        var thread = new Thread(() => Serve(first.Mode), maxStackSize: 256 * 1024)
        {
            IsBackground = true,
            Name = "mutx lock waiter",
        };
        thread.Start();
    }

    private void Serve(LockMode mode)
    {
        do
        {
            try
            {
                DiskFile file = _access.Take(mode);
                if (!Grant(mode, file))
                {
                    _access.Release(file);
                }
            }
            catch (Exception e)
            {
                Fail(mode, e);
            }
        }
        while (GoesOn(mode));
    }

    private bool Grant(LockMode mode, DiskFile file)
    {
        lock (Registry)
        {
            while (First() is { } first && first.Mode == mode)
            {
                if (first.TryGrant(file))
                {
                    return true;
                }
            }

            return false;
        }
    }

    private void Fail(LockMode mode, Exception error)
    {
        lock (Registry)
        {
            if (First() is { } first && first.Mode == mode)
            {
                first.TryFail(error);
            }
        }
    }

    /// <summary>Whether the thread of this mode has more to do; if not it ends, and the queue with the last one.</summary>
    private bool GoesOn(LockMode mode)
    {
        lock (Registry)
        {
            WaitRequest? first = First();
            if (first?.Mode == mode)
            {
                return true;
            }

            SetThread(mode, false);
            EnsureThread();
            if (first is null && !_exclusiveThread && !_sharedThread)
            {
                Queues.Remove(_access.Path);
                _queueCount = Queues.Count;
            }

            return false;
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
