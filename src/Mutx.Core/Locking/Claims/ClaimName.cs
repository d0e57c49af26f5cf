using System.Buffers;
using System.Text;
using Mutx.Platform;
using Mutx.Primitives;

namespace Mutx.Locking;

/// <summary>
/// The names of claim files and of what comes and goes beside them: <c>.{resource}.mutx.claim</c> is the claim,
/// <c>{claim}.taken-{16 hex digits}</c> the right to take it over, <c>{claim}.new-{16 hex digits}</c> a record that has
/// not become either yet, hidden whatever the claim is called.
/// </summary>
internal static class ClaimName
{
    private const string Suffix = ".mutx.claim";
    private const string RightMark = ".taken-";
    private const string PrivateMark = ".new-";
    private const int Digits = 16;
    private static readonly SearchValues<char> HexDigits = SearchValues.Create("0123456789abcdef");

    /// <summary>
    /// The claim on a resource. A name that has to be cut to fit gets digits of its own, so that two long ones which
    /// begin alike don't share a claim.
    /// </summary>
    public static string Of(Disk disk, string resource)
    {
        string rest = Suffix;
        string kept = FileName.Fit(resource, 1 + rest.Length);
        if (kept.Length < resource.Length)
        {
            rest = $".{Sha256.Hex(Encoding.UTF8.GetBytes(resource))[..Digits]}{Suffix}";
            kept = FileName.Fit(resource, 1 + rest.Length);
        }

        return $".{kept}{rest}";
    }

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
        string hidden = claim.StartsWith('.') ? claim : $".{claim}";
        return Compose(hidden, PrivateMark + Convert.ToHexStringLower(random));
    }

    /// <summary>Whether it is the name of a claim on a resource.</summary>
    public static bool IsClaim(ReadOnlySpan<char> name) =>
        name.Length > Suffix.Length + 1 && name[0] == '.' && name.EndsWith(Suffix, StringComparison.Ordinal);

    /// <summary>Whether it is the name of a private file.</summary>
    public static bool IsPrivate(ReadOnlySpan<char> name) => name.StartsWith('.') && EndsIn(name, PrivateMark);

    /// <summary>Whether it is the name of a right to take something over.</summary>
    public static bool IsRight(ReadOnlySpan<char> name) => EndsIn(name, RightMark);

    private static bool EndsIn(ReadOnlySpan<char> name, string mark)
    {
        int at = name.Length - Digits - mark.Length;
        return at > 0
            && name.Slice(at, mark.Length).SequenceEqual(mark)
            && name[(at + mark.Length)..].IndexOfAnyExcept(HexDigits) < 0;
    }
}
