using System.Text;

namespace Mutx.Platform;

/// <summary>How long one name in a directory may be, and how a longer one is cut.</summary>
internal static class FileName
{
    /// <summary>NAME_MAX of Linux and macOS, in bytes of UTF-8. Windows takes as many characters of UTF-16, which is no less.</summary>
    public const int MaxBytes = 255;

    /// <summary>Whether a name can stand in a directory.</summary>
    public static bool Fits(string name) => Encoding.UTF8.GetByteCount(name) <= MaxBytes;

    /// <summary>As much of a text, in whole characters, as leaves room for <paramref name="rest"/> more bytes in its name.</summary>
    public static string Fit(string text, int rest)
    {
        int excess = Encoding.UTF8.GetByteCount(text) + rest - MaxBytes;
        int length = text.Length;
        while (excess > 0 && length > 0)
        {
            Rune.DecodeLastFromUtf16(text.AsSpan(0, length), out Rune last, out int chars);
            length -= chars;
            excess -= last.Utf8SequenceLength;
        }

        return text[..length];
    }
}
