namespace Mutx.Etcd.Messages;

/// <summary>kv/txn: conditions, what follows if they hold, and if not.</summary>
internal sealed record TxnRequest(Compare[] Compare, RequestOp[] Success, RequestOp[] Failure);
