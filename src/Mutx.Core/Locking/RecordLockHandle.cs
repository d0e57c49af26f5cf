using Mutx.Primitives;

namespace Mutx.Locking;

/// <summary>The lock on a record that is held, and with it the shared lock on its resource.</summary>
internal sealed class RecordLockHandle : ILockHandle
{
    private readonly ILockHandle _resource;
    private readonly ILockHandle _record;
    private readonly Lazy<CancellationTokenSource> _eitherLost;

    public RecordLockHandle(ILockHandle resource, ILockHandle record)
    {
        _resource = resource;
        _record = record;
        _eitherLost = new(() => CancellationTokenSource.CreateLinkedTokenSource(resource.LockLost, record.LockLost));
    }

    public string Path => _record.Path;

    public LockMode Mode => _record.Mode;

    public TimeSpan Waited => _resource.Waited + _record.Waited;

    public CancellationToken LockLost => _eitherLost.Value.Token;

    public LockLossReason? LossReason => _record.LossReason ?? _resource.LossReason;

    public FencingToken? FencingToken => _record.FencingToken;

    public void EnsureHeld()
    {
        _record.EnsureHeld();
        _resource.EnsureHeld();
    }

    public async ValueTask<bool> VerifyAsync(CancellationToken cancellationToken = default) =>
        await _record.VerifyAsync(cancellationToken).ConfigureAwait(false)
        && await _resource.VerifyAsync(cancellationToken).ConfigureAwait(false);

    public async ValueTask<LockRelease> ReleaseAsync()
    {
        LockRelease record = await _record.ReleaseAsync().ConfigureAwait(false);
        LockRelease resource = await _resource.ReleaseAsync().ConfigureAwait(false);
        return record == LockRelease.AlreadyLost || resource == LockRelease.AlreadyLost ? LockRelease.AlreadyLost
            : record == LockRelease.Unknown || resource == LockRelease.Unknown ? LockRelease.Unknown
            : LockRelease.Released;
    }

    public void Dispose()
    {
        _record.Dispose();
        _resource.Dispose();
    }

    public async ValueTask DisposeAsync()
    {
        await _record.DisposeAsync().ConfigureAwait(false);
        await _resource.DisposeAsync().ConfigureAwait(false);
    }
}
