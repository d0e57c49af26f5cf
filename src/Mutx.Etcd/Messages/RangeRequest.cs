namespace Mutx.Etcd.Messages;

/// <summary>kv/range: keys in a range, or one.</summary>
internal sealed record RangeRequest(byte[] Key)
{
    public byte[]? RangeEnd { get; init; }

    public long Limit { get; init; }

    public string? SortOrder { get; init; }

    public string? SortTarget { get; init; }

    public bool KeysOnly { get; init; }

    public long MaxCreateRevision { get; init; }
}
