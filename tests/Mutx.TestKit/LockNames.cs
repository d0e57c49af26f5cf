using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace Mutx.TestKit;

/// <summary>
/// The name of the lock file of a path, worked out a second time from the protocols and not from the program's code,
/// so that a slip there is seen here. Takes a canonical absolute path.
/// </summary>
public static partial class LockNames
{
    private const string Capitals = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    private const string Smalls = "abcdefghijklmnopqrstuvwxyz";
    private const int LongestName = 255;

    public static string For(string canonicalPath)
    {
        string[] parts = canonicalPath.Split('/', StringSplitOptions.RemoveEmptyEntries);
        string file = parts[^1];
        string parent = parts.Length > 1 ? parts[^2] : "root";
        string initials = string.Concat(parts.SkipLast(2).TakeLast(3).Select(Initial));
        string tail = $".{Hash(canonicalPath)}.lock";

        int room = LongestName - Encoding.UTF8.GetByteCount(initials + "." + tail);
        parent = Cut(parent, Math.Max(0, room - Encoding.UTF8.GetByteCount(file)));
        file = Cut(file, room - Encoding.UTF8.GetByteCount(parent));
        return $"{initials}{parent}.{file}{tail}";
    }

    public static string Hash(string canonicalPath) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(canonicalPath)))[..8];

    private static string Initial(string directory)
    {
        string first = LetterOrDigit().Match(directory).Value;
        int capital = first.Length == 1 ? Capitals.IndexOf(first[0], StringComparison.Ordinal) : -1;
        return first.Length == 0 ? "" : $"{(capital < 0 ? first : Smalls[capital])}.";
    }

    [GeneratedRegex(@"^(\p{L}|\p{Nd})")]
    private static partial Regex LetterOrDigit();

    private static string Cut(string text, int bytes)
    {
        StringBuilder kept = new();
        foreach (Rune rune in text.EnumerateRunes())
        {
            bytes -= rune.Utf8SequenceLength;
            if (bytes < 0)
            {
                break;
            }

            kept.Append(rune);
        }

        return kept.ToString();
    }
}
