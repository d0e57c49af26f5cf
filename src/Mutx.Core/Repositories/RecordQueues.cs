using Mutx.Locking;
using Mutx.Platform;
using Mutx.Primitives;

namespace Mutx.Repositories;

/// <summary>The queues of the records that are being changed at this moment, and of no others.</summary>
internal sealed class RecordQueues(Disk disk, JsonRepositoryOptions options)
{
    private const int MaxKnown = 256;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, RecordQueue> _queues = new(StringComparer.Ordinal);

    // Finding out which lock protects a path takes more system calls than taking the lock.
    private readonly Dictionary<string, FileLock> _known = new(StringComparer.Ordinal);

    /// <summary>Lines up a change of a record, and sees to it that it is served.</summary>
    public Task<TResult> ChangeAsync<TResult>(
        string path, Func<byte[]?, (byte[]? Content, TResult Result)> change, CancellationToken cancellation)
    {
        if (cancellation.IsCancellationRequested)
        {
            return Task.FromCanceled<TResult>(cancellation);
        }

        var pending = new ContentChange<TResult>(change, Deadline.After(options.LockTimeout, options.TimeProvider), cancellation);
        lock (_gate)
        {
            if (_queues.TryGetValue(path, out RecordQueue? queue))
            {
                queue.Add(pending);
                return pending.Outcome;
            }

            queue = new RecordQueue(disk, path, LockOf(path), options.File, TryRetire);
            queue.Add(pending);
            _queues.Add(path, queue);
            _ = Task.Run(queue.ServeAsync, CancellationToken.None);
        }

        return pending.Outcome;
    }

    private FileLock LockOf(string path)
    {
        if (_known.TryGetValue(path, out FileLock? known))
        {
            return known;
        }

        if (_known.Count == MaxKnown)
        {
            _known.Clear();
        }

        return _known[path] = new FileLock(disk, path, options.Lock);
    }

    private bool TryRetire(RecordQueue queue)
    {
        lock (_gate)
        {
            return queue.IsEmpty && _queues.Remove(queue.Path);
        }
    }
}
