using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;
using Mutx.Etcd.Messages;
using Mutx.Locking;
using Mutx.Primitives;

namespace Mutx.Etcd;

/// <summary>
/// A place in the line for a lock: a key under a lease of its own, which is kept alive. The order is that of the revisions in
/// which the keys came to be; the first exclusive one holds the lock, and all shared ones before it.
/// <para>
/// Why a holder who is cut off knows before anybody else has the lock: the lease was last extended by a question sent at some
/// moment p. The cluster extended it then or later, and ends it no sooner than LeaseTime after that: at p + LeaseTime at the
/// earliest. The holder gives up at p + LossBound, seven tenths of it, by his own clock, which runs while the machine
/// sleeps. The rest is for clocks that don't run alike. A new leader, or one that started again, gives every lease its whole
/// time anew.
/// </para>
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = "Its source has no timer and nobody asks for its handle: there is nothing to dispose.")]
internal sealed class EtcdPlace
{
    private static readonly TimeSpan PauseBeforeFollowingAgain = TimeSpan.FromMilliseconds(100);

    private readonly EtcdClient _client;
    private readonly EtcdLockOptions _options;
    private readonly LockAttempt _clock;
    private readonly CancellationTokenSource _stop = new();
    private readonly TaskCompletionSource<(LockLossReason Reason, string Why)> _lost = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly long _lease;
    private readonly TimeSpan _leaseTime;
    private long _proof;

    private EtcdPlace(EtcdClient client, EtcdLockOptions options, LockAttempt clock, byte[] key, LeaseResponse lease, long asked)
    {
        _client = client;
        _options = options;
        _clock = clock;
        _lease = lease.Id;
        _leaseTime = TimeSpan.FromSeconds(lease.Ttl);
        _proof = asked;
        Key = key;
    }

    /// <summary>The key that stands for this place.</summary>
    public byte[] Key { get; }

    /// <summary>The revision in which it came to be: the place in the order, and the fencing token of who holds the lock.</summary>
    public long Revision { get; private set; }

    /// <summary>Whose revisions these are.</summary>
    public string Provider { get; private set; } = "";

    /// <summary>The places that have to come free before; null if the lock is held.</summary>
    public Predecessor? Before { get; private set; }

    /// <summary>Ends when the place is lost.</summary>
    public Task<(LockLossReason Reason, string Why)> Lost => _lost.Task;

    /// <summary>When the question was sent whose answer last said that the place is kept.</summary>
    public long Proof => Volatile.Read(ref _proof);

    /// <summary>Is called with each new <see cref="Proof"/>.</summary>
    public Action<long>? Proved { get; set; }

    /// <summary>Whose revisions an answer tells of.</summary>
    public static string ProviderOf(Header? header) => string.Create(CultureInfo.InvariantCulture, $"etcd:{header?.ClusterId:x}");

    /// <summary>Takes a place.</summary>
    /// <returns>The place; null where the lock isn't to be had at once and the attempt is to have no wait.</returns>
    public static async Task<EtcdPlace?> TakeAsync(EtcdClient client, LockLine line, EtcdLockOptions options, LockAttempt attempt, TimeSpan limit)
    {
        long asked = attempt.Now;
        LeaseResponse lease = await client.AskAsync(
            "lease/grant", new LeaseGrantRequest((long)options.LeaseTime.TotalSeconds), MessagesJson.Default.LeaseGrantRequest, MessagesJson.Default.LeaseResponse, limit, attempt.Cancellation).ConfigureAwait(false);
        var place = new EtcdPlace(client, options, attempt, line.PlaceOf(attempt.Mode, lease.Id), lease, asked);
        try
        {
            if (await place.StandAsync(line, attempt, limit).ConfigureAwait(false))
            {
                place.Begin();
                return place;
            }
        }
        catch
        {
            _ = place.EndAsync();
            throw;
        }

        await place.EndAsync().ConfigureAwait(false);
        return null;
    }

    /// <summary>Looks anew who is before this place.</summary>
    public async Task LookAsync(LockLine line, LockMode mode, CancellationToken cancellationToken)
    {
        RangeRequest question = line.Before(mode) with { MaxCreateRevision = Revision - 1 };
        RangeResponse answer = await AskAsync(question, _options.AnswerTimeout, cancellationToken).ConfigureAwait(false);
        Before = answer.Kvs is [{ Key: { } key }, ..] ? new Predecessor(key, (answer.Header?.Revision ?? 0) + 1, IsOnly: answer.Kvs.Length == 1) : null;
    }

    /// <summary>Asks whether the place is still kept, and extends it.</summary>
    /// <returns>Whether it is; null without an answer.</returns>
    public async Task<bool?> ConfirmAsync(TimeSpan limit, CancellationToken cancellationToken)
    {
        long asked = _clock.Now;
        try
        {
            LeaseKeepAliveResponse extended = await _client.AskAsync(
                "lease/keepalive", new LeaseRequest(_lease), MessagesJson.Default.LeaseRequest, MessagesJson.Default.LeaseKeepAliveResponse, limit, cancellationToken).ConfigureAwait(false);
            if (extended.Error is { } error)
            {
                return EtcdError.MayPass(error.Kind) || error.Kind == EtcdError.Unauthenticated ? null : Deny($"the lease is gone: {error.Message}");
            }

            if (extended.Result is not { Ttl: > 0 })
            {
                return Deny("the lease has run out or was revoked");
            }

            TimeSpan left = limit - _clock.Since(asked);
            RangeResponse own = await AskAsync(new RangeRequest(Key), left > TimeSpan.Zero ? left : TimeSpan.Zero, cancellationToken).ConfigureAwait(false);
            if (own.Kvs is not [{ CreateRevision: var revision }] || (Revision != 0 && revision != Revision))
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

    /// <summary>Leaves the place. What isn't answered ends with the lease.</summary>
    public async Task<LockRelease> EndAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        if (_lost.Task.IsCompleted)
        {
            // It may still be there, and in everybody's way: the answer didn't come, that's all.
            _ = RevokeAsync();
            return LockRelease.AlreadyLost;
        }

        return await RevokeAsync().ConfigureAwait(false);
    }

    private async Task<LockRelease> RevokeAsync()
    {
        try
        {
            await _client.AskAsync(
                "lease/revoke", new LeaseRequest(_lease), MessagesJson.Default.LeaseRequest, MessagesJson.Default.LeaseResponse, _options.AnswerTimeout, CancellationToken.None).ConfigureAwait(false);
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

    private async Task<bool> StandAsync(LockLine line, LockAttempt attempt, TimeSpan limit)
    {
        var holder = new Holder(line.Name, _options.Owner, _options.TimeProvider.GetUtcNow());
        byte[] value = JsonSerializer.SerializeToUtf8Bytes(holder, MessagesJson.Default.Holder);
        RequestOp put = new() { RequestPut = new PutRequest(Key, value, _lease) };
        RequestOp own = new() { RequestRange = new RangeRequest(Key) };
        var question = new TxnRequest(
            [line.NobodyIsBefore(attempt.Mode)],
            [put, own],
            attempt.IsTry ? [own] : [put, own, new RequestOp { RequestRange = line.Before(attempt.Mode) with { Limit = 3 } }]);
        TxnResponse answer = await _client.AskAsync(
            "kv/txn", question, MessagesJson.Default.TxnRequest, MessagesJson.Default.TxnResponse, limit, attempt.Cancellation).ConfigureAwait(false);
        KeyValue? mine = answer.Responses?.Select(each => each.ResponseRange).FirstOrDefault(each => each is not null)?.Kvs?.FirstOrDefault();
        if (mine is null)
        {
            return false;
        }

        Revision = mine.CreateRevision;
        Provider = ProviderOf(answer.Header);
        if (!answer.Succeeded)
        {
            await FindPredecessorAsync(line, attempt, answer).ConfigureAwait(false);
        }

        return true;
    }

    /// <summary>The answer shows the last ones in line: usually this place, and the one before it.</summary>
    private Task FindPredecessorAsync(LockLine line, LockAttempt attempt, TxnResponse answer)
    {
        KeyValue[] last = answer.Responses?[^1].ResponseRange?.Kvs ?? [];
        KeyValue[] before = [.. last.Where(each => each.CreateRevision < Revision)];
        if (before.Length == 0 || last.Any(each => each.CreateRevision > Revision))
        {
            return LookAsync(line, attempt.Mode, attempt.Cancellation);
        }

        Before = new Predecessor(before[0].Key!, (answer.Header?.Revision ?? 0) + 1, IsOnly: before.Length == 1);
        return Task.CompletedTask;
    }

    private void Begin()
    {
        _ = KeepAsync();
        _ = FollowAsync();
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
                        Lose(_clock.Since(Proof) > _leaseTime ? LockLossReason.LeaseExpired : LockLossReason.NoAnswer, $"{_client.Place} doesn't answer");
                        return;
                    }

                    kept = await ConfirmAsync(left, _stop.Token).ConfigureAwait(false);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The place was left.
        }
        catch (Exception e) when (e is MutxException or ObjectDisposedException)
        {
            Lose(LockLossReason.Revoked, e.Message);
        }
    }

    /// <summary>Follows the key, so that its removal is known at once.</summary>
    private async Task FollowAsync()
    {
        long from = Revision + 1;
        while (!_stop.IsCancellationRequested && !_lost.Task.IsCompleted)
        {
            try
            {
                await _client.FollowAsync(Key, from, IsRemoved, _stop.Token).ConfigureAwait(false);
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
            if (LockLine.IsRemoval(result, Key))
            {
                Lose(LockLossReason.Revoked, "its key was removed, or the lease revoked");
                return true;
            }

            from = Math.Max(from, Math.Max(result.Header?.Revision ?? 0, result.CompactRevision - 1) + 1);
            return result.Canceled;
        }
    }

    private bool Deny(string why)
    {
        Lose(_clock.Since(Proof) > _leaseTime ? LockLossReason.LeaseExpired : LockLossReason.Revoked, why);
        return false;
    }

    private void Lose(LockLossReason reason, string why)
    {
        if (!_stop.IsCancellationRequested)
        {
            _lost.TrySetResult((reason, why));
        }
    }

    private Task<RangeResponse> AskAsync(RangeRequest question, TimeSpan limit, CancellationToken cancellationToken) =>
        _client.AskAsync("kv/range", question, MessagesJson.Default.RangeRequest, MessagesJson.Default.RangeResponse, limit, cancellationToken);

    /// <summary>Who stands before a place.</summary>
    /// <param name="Key">The nearest one that is in the way.</param>
    /// <param name="From">The revision from which on its removal is still to be seen.</param>
    /// <param name="IsOnly">Whether nobody else is in the way: nobody can get in between any more.</param>
    internal sealed record Predecessor(byte[] Key, long From, bool IsOnly);
}
