using System.Buffers;
using System.Runtime.CompilerServices;
using System.Text;

namespace Mutx.Primitives;

/// <summary>
/// Text as UTF-8, taken strictly both ways: what can't be read or written is an error, never U+FFFD in its place.
/// </summary>
internal static class Utf8Text
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    /// <summary>The bytes of a text, without a byte order mark.</summary>
    /// <exception cref="ArgumentException">It holds half a surrogate pair.</exception>
    public static byte[] Encode(string text, [CallerArgumentExpression(nameof(text))] string? name = null)
    {
        ArgumentNullException.ThrowIfNull(text, name);
        try
        {
            return Strict.GetBytes(text);
        }
        catch (EncoderFallbackException e)
        {
            throw new ArgumentException($"A text must be valid Unicode; there is half a surrogate pair at position {e.Index}.", name, e);
        }
    }

    /// <summary>The text of bytes; a byte order mark is left out.</summary>
    /// <param name="content">The bytes.</param>
    /// <param name="path">Whose content it is, for the message.</param>
    /// <exception cref="CorruptDataException">It isn't UTF-8.</exception>
    public static string Decode(ReadOnlySpan<byte> content, string path)
    {
        try
        {
            return Strict.GetString(HasMark(content) ? content[ByteOrderMark.Length..] : content);
        }
        catch (DecoderFallbackException e)
        {
            throw Corrupt(content, path, e);
        }
    }

    /// <summary>The bytes of a text that takes the place of another; a byte order mark that was there stays.</summary>
    /// <inheritdoc cref="Encode"/>
    public static byte[] EncodeLike(ReadOnlySpan<byte> old, string text, [CallerArgumentExpression(nameof(text))] string? name = null)
    {
        byte[] bytes = Encode(text, name);
        return HasMark(old) && !HasMark(bytes) ? [.. ByteOrderMark, .. bytes] : bytes;
    }

    private static bool HasMark(ReadOnlySpan<byte> content) => content.StartsWith(ByteOrderMark);

    private static CorruptDataException Corrupt(ReadOnlySpan<byte> content, string path, DecoderFallbackException cause)
    {
        int at = LengthOfValid(content);
        int line = content[..at].Count((byte)'\n') + 1;
        int position = at - content[..at].LastIndexOf((byte)'\n');
        bool isUtf16 = content is [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..];
        return new CorruptDataException($"cannot read '{path}' as text: line {line}, position {position}: it isn't UTF-8", cause)
        {
            Path = path,
            Line = line,
            Position = position,
            Hint = isUtf16
                ? "it looks like UTF-16, and is left as it is; convert it to UTF-8 (iconv -f UTF-16 -t UTF-8)"
                : "it is left as it is; convert it to UTF-8, or change its bytes rather than its text",
        };
    }

    private static int LengthOfValid(ReadOnlySpan<byte> content)
    {
        int length = 0;
        while (length < content.Length
            && Rune.DecodeFromUtf8(content[length..], out _, out int consumed) == OperationStatus.Done)
        {
            length += consumed;
        }

        return length;
    }
}
