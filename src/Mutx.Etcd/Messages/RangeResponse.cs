namespace Mutx.Etcd.Messages;

/// <summary>kv/range: what there is.</summary>
internal sealed record RangeResponse(Header? Header, KeyValue[]? Kvs, long Count);
