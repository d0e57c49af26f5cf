using System.Globalization;
using System.Text.Json;
using Mutx.Etcd.Messages;
using Mutx.Locking;
using Mutx.Primitives;

namespace Mutx.Etcd;

/// <summary>
/// A place in the line for a lock: a key under a lease of its own. The order is that of the revisions in which the keys came
/// to be; the first exclusive one holds the lock, or all shared ones before it.
/// </summary>
internal sealed class EtcdPlace
{
    private readonly EtcdClient _client;
    private readonly EtcdLockOptions _options;
    private readonly byte[] _key;

    private EtcdPlace(EtcdClient client, EtcdLockOptions options, EtcdLease lease, byte[] key)
    {
        _client = client;
        _options = options;
        _key = key;
        Lease = lease;
    }

    /// <summary>What keeps it.</summary>
    public EtcdLease Lease { get; }

    /// <summary>The revision in which it came to be: the place in the order, and the fencing token of who holds the lock.</summary>
    public long Revision { get; private set; }

    /// <summary>Whose revisions these are.</summary>
    public string Provider { get; private set; } = "";

    /// <summary>Who has to go before; null if the lock is held.</summary>
    public Predecessor? Before { get; private set; }

    /// <summary>Whose revisions an answer tells of.</summary>
    public static string ProviderOf(Header? header) => string.Create(CultureInfo.InvariantCulture, $"etcd:{header?.ClusterId:x}");

    /// <summary>Takes a place.</summary>
    /// <returns>The place; null where the lock isn't to be had at once and the attempt is to have no wait.</returns>
    public static async Task<EtcdPlace?> TakeAsync(EtcdClient client, LockLine line, EtcdLockOptions options, LockAttempt attempt, TimeSpan limit)
    {
        EtcdLease lease = await EtcdLease.GrantAsync(client, options, attempt, limit).ConfigureAwait(false);
        var place = new EtcdPlace(client, options, lease, line.PlaceOf(attempt.Mode, lease.Id));
        try
        {
            if (await place.StandAsync(line, attempt, limit).ConfigureAwait(false))
            {
                lease.Keep(place._key, place.Revision);
                return place;
            }
        }
        catch
        {
            _ = lease.EndAsync();
            throw;
        }

        await lease.EndAsync().ConfigureAwait(false);
        return null;
    }

    /// <summary>Looks anew who is before this place.</summary>
    public async Task LookAsync(LockLine line, LockMode mode, CancellationToken cancellationToken)
    {
        RangeRequest question = line.Before(mode) with { MaxCreateRevision = Revision - 1 };
        RangeResponse answer = await _client.RangeAsync(question, _options.AnswerTimeout, cancellationToken).ConfigureAwait(false);
        Before = answer.Kvs is [{ Key: { } key }, ..] ? new Predecessor(key, (answer.Header?.Revision ?? 0) + 1, IsOnly: answer.Kvs.Length == 1) : null;
    }

    /// <summary>
    /// Puts the key, and learns in the same round trip who is before it. Asked twice, because an answer got lost, it finds the
    /// key there and keeps the place.
    /// </summary>
    private async Task<bool> StandAsync(LockLine line, LockAttempt attempt, TimeSpan limit)
    {
        var holder = new Holder(line.Name, _options.Owner, _options.TimeProvider.GetUtcNow());
        byte[] value = JsonSerializer.SerializeToUtf8Bytes(holder, MessagesJson.Default.Holder);
        RequestOp put = new() { RequestPut = new PutRequest(_key, value, Lease.Id) };
        RequestOp own = new() { RequestRange = new RangeRequest(_key) };
        RequestOp last = new() { RequestRange = line.Before(attempt.Mode) with { Limit = 3 } };
        var question = new TxnRequest([line.NobodyIsBefore(attempt.Mode)], [put, own], attempt.IsTry ? [own] : [put, own, last]);
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

    /// <summary>The answer shows the last three in line: usually this place, and the one or two before it.</summary>
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

    /// <summary>Who stands before a place.</summary>
    /// <param name="Key">The nearest one that is in the way.</param>
    /// <param name="From">The revision from which on its removal is still to be seen.</param>
    /// <param name="IsOnly">Whether nobody else is in the way: nobody can get in between any more.</param>
    internal sealed record Predecessor(byte[] Key, long From, bool IsOnly);
}
