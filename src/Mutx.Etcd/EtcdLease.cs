using System.Diagnostics.CodeAnalysis;
using Mutx.Etcd.Messages;
using Mutx.Locking;
using Mutx.Primitives;

namespace Mutx.Etcd;

/// <summary>
/// A lease, and a key under it that lives as long: it is extended now and then, and the key is followed.
/// <para>
/// Why a holder who is cut off knows before anybody else has the lock: the lease was last extended by a question sent at some
/// moment p. The cluster extended it then or later, and ends it no sooner than LeaseTime after that: at p + LeaseTime at the
/// earliest. The holder gives up at p + LossBound, seven tenths of it, by his own clock, which runs while the machine
/// sleeps. The rest is for clocks that don't run alike. A new leader, or one that started again, gives every lease its whole
/// time anew.
/// </para>
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = "Its source has no timer and nobody asks for its handle: there is nothing to dispose.")]
internal sealed class EtcdLease
{
    private static readonly TimeSpan PauseBeforeFollowingAgain = TimeSpan.FromMilliseconds(100);

    private readonly EtcdClient _client;
    private readonly EtcdLockOptions _options;
    private readonly LockAttempt _clock;
    private readonly TimeSpan _time;
    private readonly CancellationTokenSource _stop = new();
    private readonly TaskCompletionSource<(LockLossReason Reason, string Why)> _lost = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private byte[] _key = [];
    private long _revision;
    private long _proof;

    private EtcdLease(EtcdClient client, EtcdLockOptions options, LockAttempt clock, LeaseResponse granted, long asked)
    {
        _client = client;
        _options = options;
        _clock = clock;
        _time = TimeSpan.FromSeconds(granted.Ttl);
        _proof = asked;
        Id = granted.Id;
    }

    /// <summary>Its number.</summary>
    public long Id { get; }

    /// <summary>Ends when the lease or the key is lost; cancelled when they are given back.</summary>
    public Task<(LockLossReason Reason, string Why)> Lost => _lost.Task;

    /// <summary>When the question was sent whose answer last said that both are kept.</summary>
    public long Proof => Volatile.Read(ref _proof);

    /// <summary>Is called with each new <see cref="Proof"/>.</summary>
    public Action<long>? Proved { get; set; }

    /// <summary>A new one, that nobody extends yet.</summary>
    public static async Task<EtcdLease> GrantAsync(EtcdClient client, EtcdLockOptions options, LockAttempt attempt, TimeSpan limit)
    {
        long asked = attempt.Now;
        LeaseResponse granted = await client.AskAsync(
            "lease/grant",
            new LeaseGrantRequest((long)options.LeaseTime.TotalSeconds),
            MessagesJson.Default.LeaseGrantRequest,
            MessagesJson.Default.LeaseResponse,
            limit,
            attempt.Cancellation).ConfigureAwait(false);
        return client.Leases[granted.Id] = new EtcdLease(client, options, attempt, granted, asked);
    }

    /// <summary>Begins to extend it, and to follow a key that was put under it.</summary>
    /// <param name="key">The key.</param>
    /// <param name="revision">The revision in which it came to be.</param>
    public void Keep(byte[] key, long revision)
    {
        _key = key;
        _revision = revision;
        _ = KeepAsync();
        _ = FollowAsync();
    }

    /// <summary>Asks whether lease and key are still kept, and extends the lease.</summary>
    /// <returns>Whether they are; null without an answer.</returns>
    public async Task<bool?> ConfirmAsync(TimeSpan limit, CancellationToken cancellationToken)
    {
        long asked = _clock.Now;
        try
        {
            LeaseKeepAliveResponse extended = await _client.AskAsync(
                "lease/keepalive",
                new LeaseRequest(Id),
                MessagesJson.Default.LeaseRequest,
                MessagesJson.Default.LeaseKeepAliveResponse,
                limit,
                cancellationToken).ConfigureAwait(false);
            if (extended.Error is { } error)
            {
                bool mayPass = EtcdError.MayPass(error.Kind) || error.Kind == EtcdError.Unauthenticated;
                return mayPass ? null : Deny($"the lease is gone: {error.Message}");
            }

            if (extended.Result is not { Ttl: > 0 })
            {
                return Deny("the lease has run out or was revoked");
            }

            TimeSpan left = limit - _clock.Since(asked);
            RangeResponse own = await _client.RangeAsync(
                new RangeRequest(_key) { KeysOnly = true }, left > TimeSpan.Zero ? left : TimeSpan.Zero, cancellationToken).ConfigureAwait(false);
            if (own.Kvs is not [{ CreateRevision: var revision }] || revision != _revision)
            {
                return Deny("its key was removed");
            }
        }
        catch (MutxException e) when (e.Error is MutxError.ServerUnavailable or MutxError.Busy)
        {
            return null;
        }

        Volatile.Write(ref _proof, asked);
        Proved?.Invoke(asked);
        return true;
    }

    /// <summary>Ends it, and with it the key. What isn't answered ends when its time runs out.</summary>
    public async Task<LockRelease> EndAsync()
    {
        bool wasLost = !_lost.TrySetCanceled() && _lost.Task.IsCompletedSuccessfully;
        Task<LockRelease> revoking = RevokeAsync();

        // The others are waiting for the first; the second is about what nobody needs any more.
        _ = _stop.CancelAsync();

        // One that is lost may still be there, and in everybody's way: perhaps no answer came, and that is all.
        return wasLost ? LockRelease.AlreadyLost : await revoking.ConfigureAwait(false);
    }

    /// <summary>Ends it under the hands of who relies on it, and tells him.</summary>
    public Task AbandonAsync()
    {
        Lose(LockLossReason.Revoked, "its provider was closed");
        Task revoking = RevokeAsync();
        _ = _stop.CancelAsync();
        return revoking;
    }

    private async Task<LockRelease> RevokeAsync()
    {
        _client.Leases.TryRemove(Id, out _);
        try
        {
            await _client.AskAsync(
                "lease/revoke",
                new LeaseRequest(Id),
                MessagesJson.Default.LeaseRequest,
                MessagesJson.Default.LeaseResponse,
                _options.AnswerTimeout,
                CancellationToken.None).ConfigureAwait(false);
            return LockRelease.Released;
        }
        catch (EtcdAnswerException e) when (e.Code == EtcdError.NotFound)
        {
            return LockRelease.AlreadyLost;
        }
        catch (Exception e) when (e is MutxException or ObjectDisposedException)
        {
            return LockRelease.Unknown;
        }
    }

    /// <summary>Extends the lease now and then. Without an answer it tries again until nobody may rely on the lease any more.</summary>
    private async Task KeepAsync()
    {
        try
        {
            while (!_lost.Task.IsCompleted)
            {
                TimeSpan pause = _options.BeatInterval - _clock.Since(Proof);
                await Task.Delay(pause > TimeSpan.Zero ? pause : TimeSpan.Zero, _options.TimeProvider, _stop.Token).ConfigureAwait(false);
                bool? kept = null;
                while (kept is null)
                {
                    TimeSpan left = _options.LossBound - _clock.Since(Proof);
                    if (left <= TimeSpan.Zero)
                    {
                        Lose(LossBySilence, $"{_client.Place} doesn't answer");
                        return;
                    }

                    kept = await ConfirmAsync(left, _stop.Token).ConfigureAwait(false);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // It was ended.
        }
        catch (Exception e) when (e is MutxException or ObjectDisposedException)
        {
            Lose(LockLossReason.Revoked, e.Message);
        }
    }

    /// <summary>Follows the key, so that its removal is known at once.</summary>
    private async Task FollowAsync()
    {
        long from = _revision + 1;
        while (!_stop.IsCancellationRequested && !_lost.Task.IsCompleted)
        {
            try
            {
                await _client.FollowAsync(_key, from, IsRemoved, _stop.Token).ConfigureAwait(false);
                await Task.Delay(PauseBeforeFollowingAgain, _options.TimeProvider, _stop.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                return;
            }
            catch (Exception e) when (e is MutxException or ObjectDisposedException)
            {
                // KeepAsync says whether that matters.
                await Task.Delay(PauseBeforeFollowingAgain, _options.TimeProvider, CancellationToken.None).ConfigureAwait(false);
            }
        }

        bool IsRemoved(WatchResult result)
        {
            if (LockLine.IsRemoval(result, _key))
            {
                Lose(LockLossReason.Revoked, "its key was removed, or the lease revoked");
                return true;
            }

            from = result.After(from);
            return false;
        }
    }

    // By the time that has passed without an answer: until the lease's own it can't have run out.
    private LockLossReason LossBySilence => _clock.Since(Proof) > _time ? LockLossReason.LeaseExpired : LockLossReason.NoAnswer;

    private bool Deny(string why)
    {
        Lose(_clock.Since(Proof) > _time ? LockLossReason.LeaseExpired : LockLossReason.Revoked, why);
        return false;
    }

    private void Lose(LockLossReason reason, string why) => _lost.TrySetResult((reason, why));
}
