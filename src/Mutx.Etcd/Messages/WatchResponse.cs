namespace Mutx.Etcd.Messages;

/// <summary>watch: an element of its stream.</summary>
internal sealed record WatchResponse(WatchResult? Result, ErrorResponse? Error);
