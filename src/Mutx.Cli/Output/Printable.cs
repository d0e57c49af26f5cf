using System.Globalization;
using System.Text;

namespace Mutx.Cli.Output;

/// <summary>Makes text safe to print: one message stays one line, whatever names are in it, and no name can move the
/// cursor, recolour the terminal or turn the direction of writing.</summary>
internal static class Printable
{
    /// <summary>The text with everything that doesn't print written as an escape: <c>\n</c>, <c>\x1b</c>,
    /// <c>\u202e</c>.</summary>
    public static string Escape(string text)
    {
        int first = IndexOfUnprintable(text); // or of a surrogate: pairs are looked at below
        if (first < 0)
        {
            return text;
        }

        var escaped = new StringBuilder(text, 0, first, text.Length + 16);
        for (int i = first; i < text.Length; i++)
        {
            if (char.IsSurrogatePair(text, i))
            {
                escaped.Append(text, i++, 2);
            }
            else if (IsPrintable(text[i]))
            {
                escaped.Append(text[i]);
            }
            else
            {
                AppendEscape(escaped, text[i]);
            }
        }

        return escaped.ToString();
    }

    private static int IndexOfUnprintable(string text)
    {
        for (int i = 0; i < text.Length; i++)
        {
            if (!IsPrintable(text[i]))
            {
                return i;
            }
        }

        return -1;
    }

    private static bool IsPrintable(char c) =>
        c is >= ' ' and < '\x7f'
        || (c >= '\xa0' && char.GetUnicodeCategory(c) is not (
            UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator
            or UnicodeCategory.ParagraphSeparator or UnicodeCategory.Surrogate));

    private static void AppendEscape(StringBuilder to, char c)
    {
        switch (c)
        {
            case '\n':
                to.Append("\\n");
                break;
            case '\r':
                to.Append("\\r");
                break;
            case '\t':
                to.Append("\\t");
                break;
            case < '\x100':
                to.Append(CultureInfo.InvariantCulture, $"\\x{(int)c:x2}");
                break;
            default:
                to.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}");
                break;
        }
    }
}
