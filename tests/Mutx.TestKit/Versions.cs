using System.Buffers.Binary;

namespace Mutx.TestKit;

/// <summary>
/// Contents that tell whether they are whole: version N has a length that N decides and repeats an eight-byte tag made
/// of N, so that a mixture of two versions, a cut one and an empty one are all seen.
/// </summary>
public static class Versions
{
    private const int TagLength = 8;
    private const ulong Multiplier = 0x9E3779B97F4A7C15;

    /// <summary>1 byte to 64 KiB, small ones most often; every fiftieth is 1 to 8 MiB.</summary>
    public static int LengthOf(int version)
    {
        ulong random = Mix((ulong)version + 1);
        return version % 50 == 49
            ? (1 << 20) + (int)(random % (7u << 20)) + 1
            : 1 + (int)(random % (1u << (int)(1 + (random >> 40) % 16)));
    }

    public static byte[] Content(int version)
    {
        byte[] content = new byte[LengthOf(version)];
        Fill(content, Tag(version));
        return content;
    }

    /// <summary>Null if the content is one whole version, else what is wrong with it.</summary>
    public static string? Fault(ReadOnlySpan<byte> content)
    {
        if (content.Length < TagLength)
        {
            return content.Length == 0 ? "it is empty" : null;
        }

        int version = (int)(BinaryPrimitives.ReadUInt64LittleEndian(content) & 0xFFFFFF);
        if (content.Length != LengthOf(version))
        {
            return $"version {version} has {LengthOf(version)} bytes, these are {content.Length}";
        }

        return content.SequenceEqual(Content(version)) ? null : $"it begins as version {version} and goes on otherwise";
    }

    private static ulong Tag(int version) => (Mix((ulong)version) << 24) | (uint)version;

    private static void Fill(byte[] content, ulong tag)
    {
        Span<byte> bytes = stackalloc byte[TagLength];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, tag);
        for (int i = 0; i < content.Length; i += TagLength)
        {
            bytes[..Math.Min(TagLength, content.Length - i)].CopyTo(content.AsSpan(i));
        }
    }

    private static ulong Mix(ulong value)
    {
        value *= Multiplier;
        return value ^ (value >> 29);
    }
}
