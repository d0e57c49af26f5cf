using System.Runtime.InteropServices;
using System.Text;

namespace Mutx.Primitives;

/// <summary>
/// Unicode's normalisation form C by a table of our own. The base library's does nothing where globalization is
/// invariant, and elsewhere goes by the version of ICU that the machine happens to have; but what is hashed into the name
/// of a lock has to come out the same on every machine, for ever. So the table is of Unicode 15 and stays that.
/// </summary>
internal static class NfcText
{
    // Below it nothing decomposes that isn't composed already, and nothing combines.
    private const char FirstThatMatters = '\u0300';

    // Hangul syllables are computed (Unicode, 3.12): leading consonant, vowel, trailing consonant.
    private const int Syllables = 0xAC00;
    private const int Leading = 0x1100;
    private const int Vowels = 0x1161;
    private const int Trailing = 0x11A7;
    private const int LeadingCount = 19;
    private const int VowelCount = 21;
    private const int TrailingCount = 28;
    private const int SyllableCount = LeadingCount * VowelCount * TrailingCount;

    /// <summary>The text in form C.</summary>
    /// <param name="text">Valid Unicode: no half of a surrogate pair.</param>
    public static string Normalize(string text)
    {
        if (text.AsSpan().IndexOfAnyExceptInRange('\0', (char)(FirstThatMatters - 1)) < 0)
        {
            return text;
        }

        var scalars = new List<int>(text.Length);
        foreach (Rune rune in text.EnumerateRunes())
        {
            Decompose(rune.Value, scalars);
        }

        Reorder(scalars);
        Compose(scalars);
        var result = new StringBuilder(text.Length);
        Span<char> units = stackalloc char[2];
        foreach (int scalar in scalars)
        {
            result.Append(units[..new Rune(scalar).EncodeToUtf16(units)]);
        }

        return result.ToString();
    }

    private static void Decompose(int scalar, List<int> into)
    {
        int syllable = scalar - Syllables;
        if (syllable is >= 0 and < SyllableCount)
        {
            into.Add(Leading + (syllable / (VowelCount * TrailingCount)));
            into.Add(Vowels + (syllable % (VowelCount * TrailingCount) / TrailingCount));
            if (syllable % TrailingCount != 0)
            {
                into.Add(Trailing + (syllable % TrailingCount));
            }
        }
        else if (Tables.Decompositions.TryGetValue(scalar, out (int First, int Second) parts))
        {
            Decompose(parts.First, into);
            if (parts.Second != 0)
            {
                Decompose(parts.Second, into);
            }
        }
        else
        {
            into.Add(scalar);
        }
    }

    /// <summary>Sorts each run of combining characters by their classes, and leaves those of one class as they stand.</summary>
    private static void Reorder(List<int> scalars)
    {
        for (int start = 0; start < scalars.Count; start++)
        {
            int end = start;
            while (end < scalars.Count && ClassOf(scalars[end]) != 0)
            {
                end++;
            }

            if (end - start > 1)
            {
                int[] sorted = [.. scalars.Skip(start).Take(end - start).OrderBy(ClassOf)];
                sorted.CopyTo(CollectionsMarshal.AsSpan(scalars)[start..end]);
            }

            start = end;
        }
    }

    /// <summary>Joins each character with the last starter before it, unless one of the same class or above stands between.</summary>
    private static void Compose(List<int> scalars)
    {
        int kept = 0;
        int starter = -1;
        int last = 0;
        foreach (int scalar in scalars.ToArray())
        {
            int rank = ClassOf(scalar);
            bool blocked = starter < 0 || (kept > starter + 1 && last >= rank);
            if (!blocked && Join(scalars[starter], scalar) is int joined and not 0)
            {
                scalars[starter] = joined;
                continue;
            }

            if (rank == 0)
            {
                starter = kept;
            }

            last = rank;
            scalars[kept++] = scalar;
        }

        scalars.RemoveRange(kept, scalars.Count - kept);
    }

    private static int Join(int first, int second)
    {
        int leading = first - Leading;
        int vowel = second - Vowels;
        if (leading is >= 0 and < LeadingCount && vowel is >= 0 and < VowelCount)
        {
            return Syllables + (((leading * VowelCount) + vowel) * TrailingCount);
        }

        int syllable = first - Syllables;
        int trailing = second - Trailing;
        if (syllable is >= 0 and < SyllableCount && syllable % TrailingCount == 0 && trailing is > 0 and < TrailingCount)
        {
            return first + trailing;
        }

        return Tables.Compositions.GetValueOrDefault((first, second));
    }

    private static int ClassOf(int scalar) => Tables.Classes.GetValueOrDefault(scalar);

    /// <summary>Read from <see cref="NfcTable"/> at the first use.</summary>
    private static class Tables
    {
        public static readonly Dictionary<int, (int First, int Second)> Decompositions = [];
        public static readonly Dictionary<(int First, int Second), int> Compositions = [];
        public static readonly Dictionary<int, byte> Classes = ReadClasses();

        static Tables()
        {
            var reader = new NumberReader(NfcTable.Mappings);
            int scalar = 0;
            int first = 0;
            int second = 0;
            while (reader.HasMore)
            {
                (int distance, int kind) = Math.DivRem(reader.Next(), 3);
                scalar += distance;
                first += reader.NextSigned();
                second += kind == 0 ? 0 : reader.NextSigned();
                Decompositions.Add(scalar, (first, kind == 0 ? 0 : second));
                if (kind == 2)
                {
                    Compositions.Add((first, second), scalar);
                }
            }
        }

        private static Dictionary<int, byte> ReadClasses()
        {
            var classes = new Dictionary<int, byte>();
            var reader = new NumberReader(NfcTable.Classes);
            int scalar = 0;
            while (reader.HasMore)
            {
                scalar += reader.Next();
                int end = scalar + reader.Next();
                byte rank = (byte)reader.Next();
                for (; scalar < end; scalar++)
                {
                    classes.Add(scalar, rank);
                }
            }

            return classes;
        }
    }

    /// <summary>Numbers of seven bits a byte, lowest first.</summary>
    private sealed class NumberReader(string base64)
    {
        private readonly byte[] _bytes = Convert.FromBase64String(base64);
        private int _at;

        public bool HasMore => _at < _bytes.Length;

        public int Next()
        {
            int value = 0;
            for (int shift = 0; ; shift += 7)
            {
                byte next = _bytes[_at++];
                value |= (next & 127) << shift;
                if (next < 128)
                {
                    return value;
                }
            }
        }

        public int NextSigned()
        {
            int value = Next();
            return (value & 1) == 0 ? value / 2 : -((value + 1) / 2);
        }
    }
}
