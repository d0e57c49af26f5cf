namespace Mutx.Etcd.Messages;

/// <summary>What happened, up to a revision.</summary>
internal sealed record WatchResult(Header? Header, bool Canceled, string? CancelReason, long CompactRevision, WatchEvent[]? Events)
{
    /// <summary>The revision to go on from, if it was <paramref name="from"/> before.</summary>
    public long After(long from) => Math.Max(from, Math.Max((Header?.Revision ?? 0) + 1, CompactRevision));
}
