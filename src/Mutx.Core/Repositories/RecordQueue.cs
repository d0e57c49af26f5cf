using Mutx.Locking;
using Mutx.Platform;
using Mutx.Primitives;
using Mutx.Updating;
using Mutx.Writing;

namespace Mutx.Repositories;

/// <summary>
/// The changes of one record that wait in this process. One task at a time takes the lock, applies all that wait by
/// then in the order they came, and makes the outcome durable by one commit: what sixty-four callers change at once
/// costs little more than what one does. Each caller is told only after that commit; one whose change throws is told
/// that alone.
/// </summary>
internal sealed class RecordQueue(
    Disk disk, string path, FileLock recordLock, AtomicFileOptions options, Func<RecordQueue, bool> tryRetire)
{
    // So that the lock goes round between processes even if this one never runs out of changes.
    private const int MaxBatch = 1024;

    private readonly Queue<PendingChange> _waiting = new();
    private long _added;
    private long _taken;

    /// <summary>The record's file.</summary>
    public string Path => path;

    /// <summary>Whether nobody waits.</summary>
    public bool IsEmpty => First() is null;

    /// <summary>Lines up a change.</summary>
    public void Add(PendingChange change)
    {
        lock (_waiting)
        {
            _waiting.Enqueue(change);
            _added++;
        }
    }

    /// <summary>Serves the changes until there are none.</summary>
    public async Task ServeAsync()
    {
        do
        {
            long tried = Added();
            try
            {
                await ServeBatchAsync(tried).ConfigureAwait(false);
            }
            catch (Exception e)
            {
                FailWaiting(tried, e);
            }
        }
        while (!tryRetire(this));
    }

    private async Task ServeBatchAsync(long tried)
    {
        Deadline? deadline = First()?.Deadline;
        FileLockHandle? held = await recordLock
            .TryAcquireAsync(LockMode.Exclusive, deadline?.Remaining ?? TimeSpan.Zero).ConfigureAwait(false);
        if (held is null)
        {
            FailExpired(tried, NotAcquired.Because(recordLock, deadline?.Limit ?? TimeSpan.Zero));
            return;
        }

        List<PendingChange> applied = [];
        LockedTarget? target = null;
        try
        {
            using (held)
            {
                target = LockedTarget.Open(disk, path, options.Symlinks, held);
                applied = CommitBatch(target);
                var turn = new Turn(isContended: held.Waited > TimeSpan.Zero, TimeProvider.System);
                while (turn.GoesOn && applied.Count > 0)
                {
                    Complete(applied);
                    applied = [];
                    applied = turn.WaitFor(() => !IsEmpty) ? CommitBatch(target) : [];
                }
            }
        }
        finally
        {
            // What is durable is told, whatever else goes wrong; what is open is closed when all are told.
            Complete(applied);
            target?.Dispose();
        }
    }

    private static void Complete(List<PendingChange> applied) => applied.ForEach(change => change.Complete());

    /// <summary>Applies what waits now and commits it; gives those whose change is durable.</summary>
    private List<PendingChange> CommitBatch(LockedTarget target)
    {
        var applied = new List<PendingChange>();
        try
        {
            byte[]? original = target.Read();
            byte[]? content = original;
            for (int i = 0; i < MaxBatch && Next() is { } change; i++)
            {
                if (!change.TryTakeUp())
                {
                    continue;
                }

                try
                {
                    content = change.Apply(content);
                    applied.Add(change);
                }
                catch (Exception e)
                {
                    change.Fail(e);
                }
            }

            Commit(target, original, content);
            return applied;
        }
        catch (Exception e) when (applied.Count > 0)
        {
            applied.ForEach(change => change.Fail(e));
            return [];
        }
    }

    private void Commit(LockedTarget target, byte[]? original, byte[]? content)
    {
        bool changes = original is null ? content is not null : !original.AsSpan().SequenceEqual(content);
        if (content is null)
        {
            if (changes)
            {
                target.Remove(options);
            }
        }
        else if (changes || (options.FencingToken is not null && !ReferenceEquals(original, content)))
        {
            // A later token counts though it brings the same content.
            target.Replace(content, options);
        }
        else if (!ReferenceEquals(original, content))
        {
            target.Confirm(options.Durability);
        }
    }

    private long Added()
    {
        lock (_waiting)
        {
            return _added;
        }
    }

    private PendingChange? First()
    {
        lock (_waiting)
        {
            return _waiting.TryPeek(out PendingChange? first) ? first : null;
        }
    }

    private PendingChange? Next(long upTo = long.MaxValue)
    {
        lock (_waiting)
        {
            if (_taken >= upTo || !_waiting.TryDequeue(out PendingChange? next))
            {
                return null;
            }

            _taken++;
            return next;
        }
    }

    /// <summary>
    /// Fails those whose time is up; they came first, so they stand first. Who came only after the lock was tried gets
    /// a try of his own: what was in the way may be gone.
    /// </summary>
    private void FailExpired(long tried, MutxException error)
    {
        while (First() is { Deadline.HasExpired: true } && Next(tried) is { } change)
        {
            Fail(change, error);
        }
    }

    private void FailWaiting(long tried, Exception error)
    {
        while (Next(tried) is { } change)
        {
            Fail(change, error);
        }
    }

    private static void Fail(PendingChange change, Exception error)
    {
        if (change.TryTakeUp())
        {
            change.Fail(error);
        }
    }
}
