using System.Buffers.Binary;

namespace Mutx.Journals;

/// <summary>
/// A version of a file as it stands in the file's journal: 8 bytes of magic, 8 of sequence, 4 and 4 of length and checksum
/// of the content that the file itself had then, 4 of this version's length, 4 of checksum over all of that and this
/// version, and the version. Little-endian.
/// </summary>
/// <param name="Sequence">Above that of the version before.</param>
/// <param name="Base">What the file holds. The entry counts as long as it still does.</param>
/// <param name="Content">The version.</param>
internal sealed record JournalEntry(ulong Sequence, ContentMark Base, ReadOnlyMemory<byte> Content)
{
    /// <summary>How much longer an entry is than its content.</summary>
    public const int HeaderLength = 32;

    private const ulong Magic = 0x314C_4E52_4A58_544D; // MTXJRNL1
    private const int ChecksumAt = HeaderLength - sizeof(uint);

    public byte[] ToBytes()
    {
        var bytes = new byte[HeaderLength + Content.Length];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, Magic);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(8), Sequence);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(16), Base.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(20), Base.Checksum);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(24), Content.Length);
        Content.Span.CopyTo(bytes.AsSpan(HeaderLength));
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(ChecksumAt), ChecksumOf(bytes));
        return bytes;
    }

    /// <summary>Reads what stands at the beginning of some bytes; null if that is no entry, or only part of one.</summary>
    public static JournalEntry? TryRead(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < HeaderLength || BinaryPrimitives.ReadUInt64LittleEndian(bytes) != Magic)
        {
            return null;
        }

        int length = BinaryPrimitives.ReadInt32LittleEndian(bytes[24..]);
        if (length < 0 || length > bytes.Length - HeaderLength
            || BinaryPrimitives.ReadUInt32LittleEndian(bytes[ChecksumAt..]) != ChecksumOf(bytes[..(HeaderLength + length)]))
        {
            return null;
        }

        var @base = new ContentMark(
            BinaryPrimitives.ReadInt32LittleEndian(bytes[16..]), BinaryPrimitives.ReadUInt32LittleEndian(bytes[20..]));
        return new JournalEntry(
            BinaryPrimitives.ReadUInt64LittleEndian(bytes[8..]), @base, bytes.Slice(HeaderLength, length).ToArray());
    }

    private static uint ChecksumOf(ReadOnlySpan<byte> entry) =>
        ContentMark.ChecksumOf(entry[HeaderLength..], ContentMark.ChecksumOf(entry[..ChecksumAt]));
}
