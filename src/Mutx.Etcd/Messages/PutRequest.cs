namespace Mutx.Etcd.Messages;

/// <summary>A key to be set.</summary>
internal sealed record PutRequest(byte[] Key, byte[] Value, long Lease);
