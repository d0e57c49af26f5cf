namespace Mutx.Etcd.Messages;

/// <summary>A key.</summary>
internal sealed record KeyValue(byte[]? Key, byte[]? Value, long CreateRevision, long ModRevision);
