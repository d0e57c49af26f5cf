using System.Text;

namespace Mutx.Housekeeping;

/// <summary>
/// The names of one directory that are worth a look, as bytes in blocks: a million of them take some fifty megabytes,
/// as text it would be a hundred and fifty. They are given out in portions that are text for as long as they are used. For one
/// thread; used again for the next directory.
/// </summary>
internal sealed class NameStore
{
    /// <summary>About how many names a portion has; what a portion takes in memory goes by it.</summary>
    public const int Portion = 4096;

    // One for the usual directory, which is used again for the next; the others so large that the collector keeps them apart
    // from what comes and goes, and leaves no holes.
    private const int FirstLength = 64 * 1024;
    private const int BlockLength = 1024 * 1024;
    private const int PrefixLength = sizeof(ushort);

    private readonly List<byte[]> _blocks = [new byte[FirstLength]];
    private int _usedOfLast;

    /// <summary>How many names there are.</summary>
    public int Count { get; private set; }

    /// <summary>Adds one.</summary>
    public void Add(ReadOnlySpan<char> name)
    {
        int length = Encoding.UTF8.GetByteCount(name);
        if (_blocks[^1].Length - _usedOfLast < PrefixLength + length)
        {
            End(_blocks[^1].AsSpan(_usedOfLast));
            _blocks.Add(GC.AllocateUninitializedArray<byte>(BlockLength));
            _usedOfLast = 0;
        }

        Span<byte> place = _blocks[^1].AsSpan(_usedOfLast);
        BitConverter.TryWriteBytes(place, (ushort)length);
        Encoding.UTF8.GetBytes(name, place[PrefixLength..]);
        _usedOfLast += PrefixLength + length;
        Count++;
    }

    /// <summary>Forgets them all.</summary>
    public void Clear()
    {
        _blocks.RemoveRange(1, _blocks.Count - 1);
        _usedOfLast = 0;
        Count = 0;
    }

    /// <summary>All names in portions, those of one group in the same one; in no order. In time by their number alone.</summary>
    /// <param name="groupOf">The group of a name, as the hash of what makes it one.</param>
    public IEnumerable<IEnumerable<string>> InPortions(Func<string, int> groupOf)
    {
        int portions = 1 + (Count / Portion);
        if (portions == 1)
        {
            yield return Positions().Select(NameAt);
            yield break;
        }

        (int[] order, int[] ends) = Distribute(portions, groupOf);
        for (int i = 0; i < portions; i++)
        {
            int start = i == 0 ? 0 : ends[i - 1];
            yield return order.Skip(start).Take(ends[i] - start).Select(NameAt);
        }
    }

    /// <summary>The positions of the names, portion by portion, and where each portion ends.</summary>
    private (int[] Order, int[] Ends) Distribute(int portions, Func<string, int> groupOf)
    {
        int[] starts = new int[portions + 1];
        foreach (int position in Positions())
        {
            starts[PortionOf(position) + 1]++;
        }

        for (int i = 1; i <= portions; i++)
        {
            starts[i] += starts[i - 1];
        }

        int[] order = new int[Count];
        foreach (int position in Positions())
        {
            order[starts[PortionOf(position)]++] = position;
        }

        return (order, starts);

        int PortionOf(int position) => (int)((uint)groupOf(NameAt(position)) % (uint)portions);
    }

    private IEnumerable<int> Positions()
    {
        int block = 0;
        int start = 0;
        int offset = 0;
        for (int i = 0; i < Count; i++)
        {
            if (IsEnd(_blocks[block], offset))
            {
                start += _blocks[block].Length;
                block++;
                offset = 0;
            }

            yield return start + offset;
            offset += PrefixLength + LengthAt(_blocks[block], offset);
        }
    }

    private string NameAt(int position)
    {
        (int block, int offset) = position < FirstLength
            ? (-1, position)
            : Math.DivRem(position - FirstLength, BlockLength);
        byte[] names = _blocks[block + 1];
        return Encoding.UTF8.GetString(names, offset + PrefixLength, LengthAt(names, offset));
    }

    /// <summary>No name is empty: a length of none says that the names go on in the next block.</summary>
    private static void End(Span<byte> rest) => rest[..Math.Min(rest.Length, PrefixLength)].Clear();

    private static bool IsEnd(byte[] block, int offset) => block.Length - offset < PrefixLength || LengthAt(block, offset) == 0;

    private static int LengthAt(byte[] block, int offset) => BitConverter.ToUInt16(block, offset);
}
