namespace Mutx.Etcd.Messages;

/// <summary>PUT (left out) or DELETE of a key.</summary>
internal sealed record WatchEvent(string? Type, KeyValue? Kv);
