using System.Diagnostics.CodeAnalysis;
using Mutx.Primitives;

namespace Mutx.Updating;

/// <summary>What a target must be for a replacement to take place: absent, or content with a digest.</summary>
public sealed record ContentCondition
{
    private const string DigestPrefix = "sha256:";
    private const string AbsentWord = "absent";

    private ContentCondition(string? digest) => Digest = digest;

    /// <summary>The target must not exist.</summary>
    public static ContentCondition Absent { get; } = new((string?)null);

    /// <summary>The digest that the content must have, in 64 lower-case hexadecimal digits; null for <see cref="Absent"/>.</summary>
    public string? Digest { get; }

    /// <summary>The content must have a digest.</summary>
    /// <param name="hex">A SHA-256 in 64 hexadecimal digits.</param>
    public static ContentCondition Sha256(string hex) =>
        IsDigest(Guard.NotNull(hex)) ? new ContentCondition(hex.ToLowerInvariant())
        : throw new ArgumentException("A SHA-256 digest has 64 hexadecimal digits.", nameof(hex));

    /// <summary>Reads <c>sha256:HEX</c> or <c>absent</c>.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out ContentCondition? condition)
    {
        condition = Guard.NotNull(text) == AbsentWord ? Absent
            : text.StartsWith(DigestPrefix, StringComparison.Ordinal) && IsDigest(text[DigestPrefix.Length..])
                ? Sha256(text[DigestPrefix.Length..])
                : null;
        return condition is not null;
    }

    /// <inheritdoc/>
    public override string ToString() => Digest is null ? AbsentWord : DigestPrefix + Digest;

    private static bool IsDigest(string hex)
    {
        if (hex.Length != Primitives.Sha256.DigestLength * 2)
        {
            return false;
        }

        foreach (char digit in hex)
        {
            if (!char.IsAsciiHexDigit(digit))
            {
                return false;
            }
        }

        return true;
    }
}
