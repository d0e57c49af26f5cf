using Mutx.Primitives;

namespace Mutx.Locking;

/// <summary>
/// The lock on one record of a resource: the resource's own lock, shared, and then the record's. So an exclusive lock
/// on the resource excludes every record's lock, and locks on different records don't exclude each other. Within a process
/// those who wait for one record of a file are served in the order they came. Works over
/// any two locks of which the first can be shared. Always taken in that order, so it can't deadlock with itself.
/// </summary>
public sealed class RecordLock : ILock
{
    // What is left for the record when its resource has used up the time: not zero, which would be no wait at all.
    private static readonly TimeSpan Least = TimeSpan.FromTicks(1);

    private readonly ILock _resource;
    private readonly ILock _record;

    /// <summary>Both as one lock, for which this process's waiters stand in one line; null for locks that aren't files'.</summary>
    private readonly FileLock? _both;

    /// <summary>Joins two locks.</summary>
    /// <param name="resource">The lock on the whole; taken shared.</param>
    /// <param name="record">The lock on the record alone.</param>
    public RecordLock(ILock resource, ILock record)
    {
        ArgumentNullException.ThrowIfNull(resource);
        ArgumentNullException.ThrowIfNull(record);
        _resource = resource;
        _record = record;
        _both = resource is FileLock whole && record is FileLock part ? whole.With(part) : null;
    }

    /// <inheritdoc/>
    public string Name => _record.Name;

    /// <inheritdoc/>
    public LockCapabilities Capabilities => _record.Capabilities;

    /// <inheritdoc/>
    public ILockHandle? TryAcquire(
        LockMode mode = LockMode.Exclusive, TimeSpan timeout = default, CancellationToken cancellationToken = default)
    {
        Guard.Defined(mode, LockMode.Shared);
        if (_both is not null)
        {
            return _both.TryAcquire(mode, timeout, cancellationToken);
        }

        var deadline = Deadline.After(timeout, TimeProvider.System);
        ILockHandle? resource = _resource.TryAcquire(LockMode.Shared, timeout, cancellationToken);
        if (resource is null)
        {
            return null;
        }

        ILockHandle? record = null;
        try
        {
            record = _record.TryAcquire(mode, Rest(deadline), cancellationToken);
        }
        finally
        {
            ReleaseUnless(record, resource);
        }

        return record is null ? null : new RecordLockHandle(resource, record);
    }

    /// <inheritdoc/>
    public ILockHandle Acquire(
        LockMode mode = LockMode.Exclusive, TimeSpan? timeout = null, CancellationToken cancellationToken = default)
    {
        Guard.Defined(mode, LockMode.Shared);
        if (_both is not null)
        {
            return _both.Acquire(mode, timeout, cancellationToken);
        }

        var deadline = Deadline.After(timeout ?? Timeout.InfiniteTimeSpan, TimeProvider.System);
        ILockHandle resource = _resource.Acquire(LockMode.Shared, timeout, cancellationToken);
        ILockHandle? record = null;
        try
        {
            record = _record.Acquire(mode, Rest(deadline), cancellationToken);
        }
        finally
        {
            ReleaseUnless(record, resource);
        }

        return new RecordLockHandle(resource, record);
    }

    /// <inheritdoc/>
    public async ValueTask<ILockHandle?> TryAcquireAsync(
        LockMode mode = LockMode.Exclusive, TimeSpan timeout = default, CancellationToken cancellationToken = default)
    {
        Guard.Defined(mode, LockMode.Shared);
        if (_both is not null)
        {
            return await _both.TryAcquireAsync(mode, timeout, cancellationToken).ConfigureAwait(false);
        }

        var deadline = Deadline.After(timeout, TimeProvider.System);
        ILockHandle? resource = await _resource.TryAcquireAsync(LockMode.Shared, timeout, cancellationToken).ConfigureAwait(false);
        if (resource is null)
        {
            return null;
        }

        ILockHandle? record = null;
        try
        {
            record = await _record.TryAcquireAsync(mode, Rest(deadline), cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            ReleaseUnless(record, resource);
        }

        return record is null ? null : new RecordLockHandle(resource, record);
    }

    /// <inheritdoc/>
    public async ValueTask<ILockHandle> AcquireAsync(
        LockMode mode = LockMode.Exclusive, TimeSpan? timeout = null, CancellationToken cancellationToken = default)
    {
        Guard.Defined(mode, LockMode.Shared);
        if (_both is not null)
        {
            return await _both.AcquireAsync(mode, timeout, cancellationToken).ConfigureAwait(false);
        }

        var deadline = Deadline.After(timeout ?? Timeout.InfiniteTimeSpan, TimeProvider.System);
        ILockHandle resource = await _resource.AcquireAsync(LockMode.Shared, timeout, cancellationToken).ConfigureAwait(false);
        ILockHandle? record = null;
        try
        {
            record = await _record.AcquireAsync(mode, Rest(deadline), cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            ReleaseUnless(record, resource);
        }

        return new RecordLockHandle(resource, record);
    }

    /// <summary>Whether somebody holds the record's lock, or an exclusive one on the whole, which comes to the same; a hint.</summary>
    /// <param name="cancellationToken">Ends the question.</param>
    public ValueTask<bool> IsLockedAsync(CancellationToken cancellationToken = default) =>
        IsLockedAgainstAsync(LockMode.Exclusive, cancellationToken);

    /// <inheritdoc/>
    public async ValueTask<bool> IsLockedAgainstAsync(LockMode mode, CancellationToken cancellationToken = default) =>
        await _record.IsLockedAgainstAsync(Guard.Defined(mode, LockMode.Shared), cancellationToken).ConfigureAwait(false)
        || await _resource.IsLockedAgainstAsync(LockMode.Shared, cancellationToken).ConfigureAwait(false);

    /// <summary>Who seems to hold the record's lock, or else an exclusive one on the whole; a hint.</summary>
    /// <param name="cancellationToken">Ends the question.</param>
    public async ValueTask<IReadOnlyList<LockOwner>> InspectAsync(CancellationToken cancellationToken = default)
    {
        IReadOnlyList<LockOwner> owners = await _record.InspectAsync(cancellationToken).ConfigureAwait(false);
        return owners.Count > 0
            ? owners
            : [.. (await _resource.InspectAsync(cancellationToken).ConfigureAwait(false)).Where(owner => owner.Mode == LockMode.Exclusive)];
    }

    /// <inheritdoc/>
    public ILock Record(string record) => new RecordLock(this, _record.Record(record));

    private static TimeSpan Rest(Deadline deadline) =>
        deadline.Limit != TimeSpan.Zero && deadline.HasExpired ? Least : deadline.Remaining;

    private static void ReleaseUnless(ILockHandle? record, ILockHandle resource)
    {
        if (record is null)
        {
            resource.Dispose();
        }
    }
}
