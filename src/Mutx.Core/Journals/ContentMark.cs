using System.Buffers.Binary;
using System.Numerics;

namespace Mutx.Journals;

/// <summary>By which content is known again: its length and its CRC-32C, the checksum of ext4's own journal.</summary>
internal readonly record struct ContentMark(int Length, uint Checksum)
{
    public static ContentMark Of(ReadOnlySpan<byte> content) => new(content.Length, ChecksumOf(content));

    public static uint ChecksumOf(ReadOnlySpan<byte> content, uint start = uint.MaxValue)
    {
        for (; content.Length >= sizeof(ulong); content = content[sizeof(ulong)..])
        {
            start = BitOperations.Crc32C(start, BinaryPrimitives.ReadUInt64LittleEndian(content));
        }

        foreach (byte rest in content)
        {
            start = BitOperations.Crc32C(start, rest);
        }

        return start;
    }
}
