using Mutx.Primitives;

namespace Mutx.Locking;

/// <summary>
/// The lock on the whole, shared, and then the record's, as one lock that is waited for in one line: that of the record. Who
/// waits for each in a line of its own is let through the first by many at once, and comes to the second in any order.
/// </summary>
internal sealed class RecordLockSource(LockSource whole, LockSource record) : LockSource(record.Disk)
{
    public LockSource Whole => whole;

    public LockSource Record => record;

    public override string Path => record.Path;

    public override LockMethod Method => record.Method;

    /// <summary>The turnstile of the whole, at which records' users pass those who want the whole.</summary>
    public override LockSource? Turn => whole.Turn;

    public override HeldLock? TryTake(LockMode mode) =>
        whole.TryTake(LockMode.Shared) is { } held ? Both(held, () => record.TryTake(mode)) : null;

    /// <summary>
    /// Nothing is held while the other is waited for: a thread that goes on waiting when its caller has left would keep the
    /// whole from others.
    /// </summary>
    public override HeldLock? Take(LockMode mode, Func<bool> isWanted)
    {
        while (true)
        {
            if (whole.Take(LockMode.Shared, isWanted) is not { } first)
            {
                return null;
            }

            if (Both(first, () => record.TryTake(mode)) is { } both)
            {
                return both;
            }

            if (record.Take(mode, isWanted) is not { } second)
            {
                return null;
            }

            if (Both(second, () => whole.TryTake(LockMode.Shared)) is { } turned)
            {
                return turned;
            }
        }
    }

    /// <summary>Takes the other as well, or gives the one back.</summary>
    private HeldRecord? Both(HeldLock one, Func<HeldLock?> take)
    {
        HeldLock? other = null;
        try
        {
            other = take();
            return other is null ? null
                : one.Path == record.Path ? new HeldRecord(other, one)
                : new HeldRecord(one, other);
        }
        finally
        {
            if (other is null)
            {
                one.Release();
            }
        }
    }

    private sealed class HeldRecord : HeldLock
    {
        private readonly HeldLock _whole;
        private readonly HeldLock _record;

        public HeldRecord(HeldLock whole, HeldLock record)
        {
            _whole = whole;
            _record = record;
            whole.Loss.Then(() => Loss.Tell());
            record.Loss.Then(() => Loss.Tell());
        }

        public override string Path => _record.Path;

        public override LockMethod Method => _record.Method;

        public override string? Warning => _whole.Warning;

        public override void EnsureHeld()
        {
            _record.EnsureHeld();
            _whole.EnsureHeld();
        }

        public override void Downgrade() => _record.Downgrade();

        public override void MakeInheritable()
        {
            _whole.MakeInheritable();
            _record.MakeInheritable();
        }

        public override void Release()
        {
            _record.Release();
            _whole.Release();
        }
    }
}
