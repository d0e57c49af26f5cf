using System.Text.Json;
using Mutx.Etcd.Messages;
using Mutx.Locking;
using Mutx.Primitives;

namespace Mutx.Etcd;

/// <summary>One lock of the cluster: a line of keys, see <see cref="EtcdPlace"/>.</summary>
internal sealed class EtcdLock(LockKey key, EtcdLockProvider provider, EtcdClient client, ServerLockTurns turns, EtcdLockOptions options)
    : ServerLock(key, client.Place, turns, options.TimeProvider, options.Logger)
{
    private static readonly TimeSpan PauseBeforeFollowingAgain = TimeSpan.FromMilliseconds(100);

    private readonly LockLine _line = new(key);

    public override LockCapabilities Capabilities => provider.Capabilities;

    public override async ValueTask<IReadOnlyList<LockOwner>> InspectAsync(CancellationToken cancellationToken = default)
    {
        RangeResponse answer = await client.RangeAsync(_line.All(), options.AnswerTimeout, cancellationToken).ConfigureAwait(false);
        string cluster = EtcdPlace.ProviderOf(answer.Header);
        var owners = new List<LockOwner>();
        foreach (KeyValue place in answer.Kvs ?? [])
        {
            bool isExclusive = _line.IsExclusive(place.Key ?? []);
            if (isExclusive && owners.Count > 0)
            {
                break;
            }

            owners.Add(Describe(place, isExclusive ? LockMode.Exclusive : LockMode.Shared, cluster));
            if (isExclusive)
            {
                break;
            }
        }

        return owners;
    }

    protected override ILock OfKey(LockKey other) => provider.Get(other);

    protected override async ValueTask<ServerLockHandle?> TakeAsync(LockAttempt attempt)
    {
        for (; ; )
        {
            EtcdPlace? place = await EtcdPlace.TakeAsync(client, _line, options, attempt, PatienceFor(attempt)).ConfigureAwait(false);
            if (place is null)
            {
                return null;
            }

            try
            {
                bool isTurn = place.Before is null || await WaitAsync(place, attempt).ConfigureAwait(false);
                if (isTurn && await IsKeptAsync(place, attempt).ConfigureAwait(false))
                {
                    return new EtcdLockHandle(this, attempt, place, options);
                }

                LockRelease end = await place.Lease.EndAsync().ConfigureAwait(false);
                if (!isTurn && end != LockRelease.AlreadyLost)
                {
                    return null;
                }
            }
            catch
            {
                _ = place.Lease.EndAsync();
                throw;
            }

            // The place was taken away while it was waited in.
            if (attempt.Remaining == TimeSpan.Zero)
            {
                string why = place.Lease.Lost.IsCompletedSuccessfully ? (await place.Lease.Lost.ConfigureAwait(false)).Why : "no answer";
                throw new MutxException(MutxError.ServerUnavailable, $"cannot lock '{Name}' ({Place}): the place in the line is lost: {why}") { Path = Name };
            }
        }
    }

    /// <summary>A process that was stopped while it waited may have lost its place: it looks before it believes its turn.</summary>
    private async Task<bool> IsKeptAsync(EtcdPlace place, LockAttempt attempt) =>
        !place.Lease.Lost.IsCompleted
        && (attempt.Since(place.Lease.Proof) <= options.LossBound
            || await place.Lease.ConfirmAsync(options.LossBound, attempt.Cancellation).ConfigureAwait(false) == true);

    /// <summary>Waits until nobody is before a place any more, or the time is up, or the place is lost.</summary>
    /// <returns>Whether it is its turn.</returns>
    private async Task<bool> WaitAsync(EtcdPlace place, LockAttempt attempt)
    {
        attempt.Contended();
        using WaitEnd end = attempt.CreateEnd();
        using var either = CancellationTokenSource.CreateLinkedTokenSource(end.Token);
        _ = CancelAsync(either, place.Lease.Lost);
        try
        {
            while (place.Before is { } before)
            {
                await UntilGoneAsync(before, either.Token).ConfigureAwait(false);
                if (before.IsOnly)
                {
                    break;
                }

                await place.LookAsync(_line, attempt.Mode, either.Token).ConfigureAwait(false);
            }

            return true;
        }
        catch (OperationCanceledException) when (!attempt.Cancellation.IsCancellationRequested)
        {
            return false;
        }
    }

    private static async Task CancelAsync(CancellationTokenSource source, Task lost)
    {
        await lost.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        try
        {
            await source.CancelAsync().ConfigureAwait(false);
        }
        catch (ObjectDisposedException)
        {
            // The wait was over before.
        }
    }

    /// <summary>Follows the one before until it is gone. End points that end or forget are left for others.</summary>
    private async Task UntilGoneAsync(EtcdPlace.Predecessor before, CancellationToken stop)
    {
        long from = before.From;
        for (bool isGone = false; !isGone;)
        {
            isGone = await client.FollowAsync(before.Key, from, IsRemoved, stop).ConfigureAwait(false);
            if (!isGone)
            {
                await Task.Delay(PauseBeforeFollowingAgain, options.TimeProvider, stop).ConfigureAwait(false);
                isGone = await IsGoneAsync(before.Key, stop).ConfigureAwait(false);
            }
        }

        bool IsRemoved(WatchResult result)
        {
            from = result.After(from);
            return LockLine.IsRemoval(result, before.Key);
        }
    }

    /// <summary>Looks, after a stream that ended: it may have missed something.</summary>
    private async Task<bool> IsGoneAsync(byte[] place, CancellationToken stop)
    {
        try
        {
            RangeResponse answer = await client.RangeAsync(new RangeRequest(place) { KeysOnly = true }, options.AnswerTimeout, stop).ConfigureAwait(false);
            return answer.Kvs is null or [];
        }
        catch (MutxException e) when (e.Error == MutxError.ServerUnavailable)
        {
            return false;
        }
    }

    private LockOwner Describe(KeyValue place, LockMode mode, string cluster)
    {
        Holder? holder = null;
        try
        {
            holder = JsonSerializer.Deserialize(place.Value ?? [], MessagesJson.Default.Holder);
        }
        catch (JsonException)
        {
            // Somebody else's value: the key counts all the same.
        }

        return new LockOwner(holder?.Owner ?? "unknown", mode)
        {
            Since = holder?.Since,
            Token = new FencingToken(cluster, Key.Short, 0, place.CreateRevision),
        };
    }

    /// <summary>A cluster may take as long as its caller would wait anyway, and longer than he would where that is too short for any answer.</summary>
    private TimeSpan PatienceFor(LockAttempt attempt)
    {
        TimeSpan most = options.LossBound;
        TimeSpan left = attempt.Remaining;
        return left == Timeout.InfiniteTimeSpan || left > most ? most : left < options.AnswerTimeout ? options.AnswerTimeout : left;
    }
}
