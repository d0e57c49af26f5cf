namespace Mutx.Etcd.Messages;

/// <summary>watch.</summary>
internal sealed record WatchRequest(WatchCreateRequest CreateRequest);
