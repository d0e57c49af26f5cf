namespace Mutx.Etcd.Messages;

/// <summary>What happened, up to a revision.</summary>
internal sealed record WatchResult(Header? Header, bool Canceled, string? CancelReason, long CompactRevision, WatchEvent[]? Events);
