namespace Mutx.Etcd.Messages;

/// <summary>kv/txn: whether the conditions held, and what came of the steps.</summary>
internal sealed record TxnResponse(Header? Header, bool Succeeded, ResponseOp[]? Responses);
