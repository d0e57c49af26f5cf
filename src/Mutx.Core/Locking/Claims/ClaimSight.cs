using Mutx.Platform;
using Mutx.Primitives;

namespace Mutx.Locking;

/// <summary>What stood at a claim's name when it was looked at.</summary>
internal sealed class ClaimSight
{
    /// <summary>What kind of thing it is.</summary>
    public FileKind Kind { get; init; } = FileKind.Regular;

    /// <summary>Its first bytes, one more than a record can have at most; none if it can't be read.</summary>
    public required byte[] Content { get; init; }

    /// <summary>Why its content can't be read; null if it can be.</summary>
    public MutxException? Unreadable { get; init; }

    /// <summary>When it was last touched, by the clock of whoever keeps the file.</summary>
    public required DateTimeOffset Modified { get; init; }

    /// <summary>Which file it is; null where that wasn't looked at.</summary>
    public FileOrigin? Origin { get; init; }

    /// <summary>Whether it says exactly this.</summary>
    public bool Says(ReadOnlySpan<byte> record) => Unreadable is null && Content.AsSpan().SequenceEqual(record);

    /// <summary>Whether nothing has happened to it between two looks.</summary>
    public bool IsSame(ClaimSight other) => Kind == other.Kind && Modified == other.Modified && Content.AsSpan().SequenceEqual(other.Content);
}
