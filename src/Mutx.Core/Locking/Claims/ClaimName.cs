using System.Buffers;
using System.Globalization;
using Mutx.Platform;
using Mutx.Primitives;

namespace Mutx.Locking;

/// <summary>
/// The names of claim files and of what comes and goes beside them: <c>{resource}.lock</c> is the claim,
/// <c>{claim}.taken-{16 hex digits}</c> the right to take it over, <c>.{claim}.{16 hex digits}.mutx.claim</c> a
/// record that has not become either yet.
/// </summary>
internal static class ClaimName
{
    /// <summary>How the name of a claim ends.</summary>
    public const string Extension = ".lock";

    private const string RightMark = ".taken-";
    private const string PrivateSuffix = ".mutx.claim";
    private const int Digits = 16;
    private static readonly SearchValues<char> HexDigits = SearchValues.Create("0123456789abcdef");

    /// <summary>The claim on a resource.</summary>
    public static string Of(string resource) => resource + Extension;

    /// <summary>
    /// What is added to a claim's name for the right to take over one particular record. A right is a claim of its own:
    /// rights to it add to its name in turn.
    /// </summary>
    public static string RightSuffix(ReadOnlySpan<byte> record) => RightMark + Sha256.Hex(record)[..Digits];

    /// <summary>A name, cut before what was added to it so that it fits into a directory.</summary>
    public static string Compose(string name, string suffix) => string.Concat(FileName.Fit(name, suffix.Length), suffix);

    /// <summary>A private name that nobody else has thought of.</summary>
    public static string Private(Disk disk, string claim)
    {
        Span<byte> random = stackalloc byte[Digits / 2];
        disk.FillRandom(random);
        int rest = Digits + PrivateSuffix.Length + 2;
        return string.Create(
            CultureInfo.InvariantCulture, $".{FileName.Fit(claim, rest)}.{Convert.ToHexStringLower(random)}{PrivateSuffix}");
    }

    /// <summary>Whether it is the name of a private file.</summary>
    public static bool IsPrivate(string name)
    {
        int digits = name.Length - PrivateSuffix.Length - Digits;
        return digits > 1 && name[0] == '.' && name[digits - 1] == '.'
            && name.EndsWith(PrivateSuffix, StringComparison.Ordinal)
            && AreDigits(name.AsSpan(digits, Digits));
    }

    /// <summary>Whether it is the name of a right to take something over.</summary>
    public static bool IsRight(string name)
    {
        int mark = name.Length - Digits - RightMark.Length;
        return mark > 0
            && name.AsSpan(mark, RightMark.Length).SequenceEqual(RightMark)
            && AreDigits(name.AsSpan(mark + RightMark.Length));
    }

    private static bool AreDigits(ReadOnlySpan<char> text) => text.IndexOfAnyExcept(HexDigits) < 0;

}
