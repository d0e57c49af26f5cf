using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Mutx.Primitives;

namespace Mutx.Tests.Primitives;

/// <summary>What ICU 72 gives, told by eng/unicode/nfc-table.py --digests, for one code point at a time and for mixtures.</summary>
public sealed class NfcTextTests
{
    private static readonly (int First, int Last)[] Mixed =
    [
        (0x41, 0x5A), (0xC0, 0xFF), (0x300, 0x34F), (0x591, 0x5BD), (0x622, 0x65F), (0x915, 0x94D), (0x958, 0x95F),
        (0x9BE, 0x9DD), (0xB47, 0xB57), (0xF40, 0xF84), (0x1100, 0x1112), (0x1161, 0x1175), (0x11A7, 0x11C2), (0x1E00, 0x1E9B),
        (0x1F00, 0x1F70), (0x3099, 0x309E), (0xAC00, 0xAC20), (0xF900, 0xF910), (0xFB1D, 0xFB4E), (0x11099, 0x110BA),
        (0x1D15E, 0x1D172), (0x2F800, 0x2F810),
    ];

    [Fact]
    public void The_base_library_normalises_nothing_where_globalization_is_invariant()
    {
        // Why there is a table of our own. When this fails the table is still needed: it doesn't change with the runtime.
        Assert.Equal("e\u0301", "e\u0301".Normalize(NormalizationForm.FormC));
        Assert.Equal("\u00e9", NfcText.Normalize("e\u0301"));
    }

    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("a\u0308", "\u00e4")]
    [InlineData("\u1112\u1161\u11ab", "\ud55c")]
    [InlineData("\u212b", "\u00c5")]
    [InlineData("a\u0301\u0323", "\u1ea1\u0301")]
    [InlineData("\u0958", "\u0915\u093c")]
    [InlineData("\u0301a", "\u0301a")]
    [InlineData("\ud834\udd5e", "\ud834\udd57\ud834\udd65")]
    public void Composes_reorders_and_leaves_what_has_to_stay_apart(string text, string composed) =>
        Assert.Equal(composed, NfcText.Normalize(text));

    [Fact]
    public void Every_code_point_becomes_what_ICU_makes_of_it() =>
        Assert.Equal(
            "9cc65524a9d8082bf10840c616cd199bd2ac12ee49a3381bd6fb7957711f342b",
            DigestOf(Scalars().Select(scalar => char.ConvertFromUtf32(scalar))));

    [Fact]
    public void Mixtures_of_letters_and_marks_become_what_ICU_makes_of_them()
    {
        int[] pieces = [.. Mixed.SelectMany(range => Enumerable.Range(range.First, range.Last - range.First + 1))];
        ulong state = 1;
        IEnumerable<string> mixtures = Enumerable.Range(0, 100_000).Select(_ =>
        {
            var text = new StringBuilder();
            for (int i = 0; i < 6; i++)
            {
                state = unchecked((state * 6364136223846793005) + 1442695040888963407);
                text.Append(char.ConvertFromUtf32(pieces[(int)((state >> 33) % (ulong)pieces.Length)]));
            }

            return text.ToString();
        });
        Assert.Equal("f8178d26ef736b6732a4d42ed06540d077c6245ea1e3d8f3270529342353a9e8", DigestOf(mixtures));
    }

    [Fact]
    public void A_text_of_nothing_but_marks_takes_no_longer_than_it_is_long()
    {
        string marks = string.Concat(Enumerable.Range(0, 200_000).Select(i => i % 2 == 0 ? '\u0301' : '\u0323'));
        string sorted = NfcText.Normalize(marks);
        Assert.Equal(marks.Length / 2, sorted.IndexOf('\u0301', StringComparison.Ordinal));
    }

    private static IEnumerable<int> Scalars() => Enumerable.Range(0, 0x110000).Where(scalar => scalar is < 0xD800 or > 0xDFFF);

    private static string DigestOf(IEnumerable<string> texts)
    {
        using var digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (string text in texts)
        {
            digest.AppendData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{NfcText.Normalize(text)}\n")));
        }

        return Convert.ToHexStringLower(digest.GetHashAndReset());
    }
}
