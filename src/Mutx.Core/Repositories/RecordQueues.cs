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
    private readonly Dictionary<string, RecordFile> _known = new(StringComparer.Ordinal);

    /// <summary>Lines up a change of a record, and sees to it that it is served.</summary>
    public Task<TResult> ChangeAsync<TResult>(
        string path, Func<byte[]?, (byte[]? Content, TResult Result)> change, CancellationToken cancellation) =>
        cancellation.IsCancellationRequested
            ? Task.FromCanceled<TResult>(cancellation)
            : LineUp(path, new ContentChange<TResult>(change, Until, cancellation));

    /// <summary>Lets a record's file catch up with its journal, if it is behind.</summary>
    public Task SettleAsync(string path, CancellationToken cancellation) =>
        cancellation.IsCancellationRequested
            ? Task.FromCanceled(cancellation)
            : LineUp(path, new ContentChange<bool>(static content => (content, true), Until, cancellation) { Settles = true });

    private Deadline Until => Deadline.After(options.LockTimeout, options.TimeProvider);

    private Task<TResult> LineUp<TResult>(string path, ContentChange<TResult> change)
    {
        lock (_gate)
        {
            if (_queues.TryGetValue(path, out RecordQueue? queue))
            {
                queue.Add(change);
                return change.Outcome;
            }

            queue = new RecordQueue(Known(path), SettleLater, TryRetire);
            queue.Add(change);
            _queues.Add(path, queue);
            _ = Task.Run(queue.ServeAsync, CancellationToken.None);
        }

        return change.Outcome;
    }

    private RecordFile Known(string path)
    {
        if (_known.TryGetValue(path, out RecordFile? known))
        {
            return known;
        }

        if (_known.Count == MaxKnown)
        {
            _known.Clear();
        }

        return _known[path] = new RecordFile(disk, path, options);
    }

    private void SettleLater(RecordFile file)
    {
        if (!file.TryScheduleSettlement())
        {
            return;
        }

        ITimer? timer = null;
        timer = options.TimeProvider.CreateTimer(_ => Settle(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        timer.Change(options.SettleAfter, Timeout.InfiniteTimeSpan);

        void Settle()
        {
            Volatile.Read(ref timer)!.Dispose();
            file.BeginSettlement();

            // Where it fails the next change, or whoever comes next, tries again; the journal counts until then.
            _ = SettleAsync(file.Path, CancellationToken.None).ContinueWith(
                static settled => settled.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
        }
    }

    private bool TryRetire(RecordQueue queue)
    {
        lock (_gate)
        {
            return queue.IsEmpty && _queues.Remove(queue.Path);
        }
    }
}
