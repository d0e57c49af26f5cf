using System.Text;
using Mutx.Platform;
using Mutx.Primitives;

namespace Mutx.Writing;

/// <summary>
/// The names of staging files, <c>.{name}.{16 hex digits}.mutx.tmp</c>. The dot hides them, the name tells a person
/// whose they are, and the digits keep two writers apart.
/// </summary>
internal static class StagingName
{
    private const string Suffix = ".mutx.tmp";
    private const int Digits = 16;

    /// <summary>A name that nobody else has thought of.</summary>
    public static string Random(Disk disk, string target)
    {
        Span<byte> random = stackalloc byte[Digits / 2];
        disk.FillRandom(random);
        return Compose(target, Convert.ToHexStringLower(random));
    }

    /// <summary>
    /// The one name of a target that its writers use in turn, under its lock: what a killed one left behind under it is
    /// found and cleared by the next without a search.
    /// </summary>
    public static string OfTarget(string target) =>
        Compose(target, Sha256.Hex(Encoding.UTF8.GetBytes(target))[..Digits]);

    /// <summary>Whether a name is a staging file's, exactly as they are made.</summary>
    public static bool IsOne(ReadOnlySpan<char> name)
    {
        if (name.Length < Suffix.Length + Digits + 3 || name[0] != '.' || !name.EndsWith(Suffix, StringComparison.Ordinal))
        {
            return false;
        }

        ReadOnlySpan<char> stem = name[..^Suffix.Length];
        foreach (char digit in stem[^Digits..])
        {
            if (!char.IsAsciiHexDigitLower(digit))
            {
                return false;
            }
        }

        return stem[^(Digits + 1)] == '.';
    }

    private static string Compose(string target, string digits)
    {
        string rest = $".{digits}{Suffix}";
        return $".{FileName.Fit(target, rest.Length + 1)}{rest}";
    }
}
