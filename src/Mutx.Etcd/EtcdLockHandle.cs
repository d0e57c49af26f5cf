using Mutx.Locking;
using Mutx.Primitives;

namespace Mutx.Etcd;

/// <summary>A lock that is held: the first place in its line.</summary>
internal sealed class EtcdLockHandle : ServerLockHandle
{
    private readonly EtcdLease _lease;
    private readonly EtcdLockOptions _options;

    public EtcdLockHandle(EtcdLock @lock, LockAttempt attempt, EtcdPlace place, EtcdLockOptions options)
        : base(@lock, attempt, place.Lease.Proof, new FencingToken(place.Provider, @lock.Key.Short, 0, place.Revision))
    {
        _lease = place.Lease;
        _options = options;
        place.Lease.Proved = Prove;
        Prove(place.Lease.Proof);
        _ = TellAsync();
    }

    protected override async ValueTask<bool> AskAsync(CancellationToken cancellationToken)
    {
        bool? isKept = await _lease.ConfirmAsync(_options.LossBound, cancellationToken).ConfigureAwait(false);
        if (isKept is null)
        {
            Lose(LockLossReason.NoAnswer, "the cluster doesn't answer");
        }

        return isKept == true;
    }

    protected override async ValueTask<LockRelease> EndAsync() => await _lease.EndAsync().ConfigureAwait(false);

    private async Task TellAsync()
    {
        await ((Task)_lease.Lost).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (_lease.Lost.IsCompletedSuccessfully)
        {
            (LockLossReason reason, string why) = await _lease.Lost.ConfigureAwait(false);
            Lose(reason, why);
        }
    }
}
