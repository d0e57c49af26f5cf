using Mutx.Locking;

namespace Mutx.Etcd;

/// <summary>A lock that is held: the first place in its line.</summary>
internal sealed class EtcdLockHandle : ServerLockHandle
{
    private readonly EtcdPlace _place;
    private readonly EtcdLockOptions _options;

    public EtcdLockHandle(EtcdLock @lock, LockAttempt attempt, EtcdPlace place, EtcdLockOptions options)
        : base(@lock, attempt, place.Proof, new FencingToken(place.Provider, 0, place.Revision))
    {
        _place = place;
        _options = options;
        place.Proved = Prove;
        Prove(place.Proof);
        _ = TellAsync();
    }

    protected override async ValueTask<bool> AskAsync(CancellationToken cancellationToken)
    {
        bool? isKept = await _place.ConfirmAsync(_options.LossBound, cancellationToken).ConfigureAwait(false);
        if (isKept is null)
        {
            Lose(LockLossReason.NoAnswer, "the cluster doesn't answer");
        }

        return isKept == true;
    }

    protected override async ValueTask<LockRelease> EndAsync() => await _place.EndAsync().ConfigureAwait(false);

    private async Task TellAsync()
    {
        (LockLossReason reason, string why) = await _place.Lost.ConfigureAwait(false);
        Lose(reason, why);
    }
}
