using System.Buffers.Binary;

namespace Mutx.TestKit;

/// <summary>
/// What the system says of a file, not following a link. Two equal states mean that nobody replaced it, wrote it, or
/// changed its mode, owner or links in between.
/// </summary>
public sealed record FileState(ulong Inode, int Type, int Mode, int Owner, int Group, int Links, ulong Size, (long, int) Modified, (long, int) Changed)
{
    private const int CurrentDirectory = -100;
    private const int NoFollow = 0x100;
    private const uint BasicStats = 0x7FF;
    private const int TypeMask = 0xF000;

    public static FileState Of(string path)
    {
        Span<byte> stat = stackalloc byte[256];
        if (Posix.Statx(CurrentDirectory, path, NoFollow, BasicStats, stat) != 0)
        {
            throw new FileNotFoundException($"There is nothing to look at: {path}.", path);
        }

        int mode = BinaryPrimitives.ReadUInt16LittleEndian(stat[28..]);
        return new FileState(
            Inode: BinaryPrimitives.ReadUInt64LittleEndian(stat[32..]),
            Type: mode & TypeMask,
            Mode: mode & ~TypeMask,
            Owner: BinaryPrimitives.ReadInt32LittleEndian(stat[20..]),
            Group: BinaryPrimitives.ReadInt32LittleEndian(stat[24..]),
            Links: BinaryPrimitives.ReadInt32LittleEndian(stat[16..]),
            Size: BinaryPrimitives.ReadUInt64LittleEndian(stat[40..]),
            Modified: Time(stat[112..]),
            Changed: Time(stat[96..]));
    }

    /// <summary>The permission bits, set-ID and sticky bits included, as chmod writes them: 640.</summary>
    public string Octal => Convert.ToString(Mode, 8);

    private static (long, int) Time(ReadOnlySpan<byte> stamp) =>
        (BinaryPrimitives.ReadInt64LittleEndian(stamp), BinaryPrimitives.ReadInt32LittleEndian(stamp[8..]));
}
