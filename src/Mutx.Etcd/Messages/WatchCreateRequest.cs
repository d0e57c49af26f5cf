namespace Mutx.Etcd.Messages;

/// <summary>Which key is followed, from which revision on.</summary>
internal sealed record WatchCreateRequest(byte[] Key, long StartRevision);
