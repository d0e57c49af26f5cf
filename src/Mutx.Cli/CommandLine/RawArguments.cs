using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Unicode;

#pragma warning disable RS0030 // System.IO.File: /proc/self/cmdline, read where an argument seems damaged

namespace Mutx.Cli.CommandLine;

/// <summary>
/// Finds arguments that are no UTF-8. The runtime turns every bad byte into U+FFFD, and a name so damaged is the name of
/// another file. Only where that character occurs are the bytes looked at, to tell damage from a name that really has it.
/// </summary>
internal static class RawArguments
{
    private const char Replacement = '\uFFFD';

    /// <summary>Why one of the arguments can't be used, or null.</summary>
    public static ParseError? Check(string[] arguments)
    {
        bool mayBeDamaged = false;
        foreach (string argument in arguments)
        {
            mayBeDamaged |= argument.Contains(Replacement, StringComparison.Ordinal);
            if (HasLoneSurrogate(argument))
            {
                return NotUnicode(argument);
            }
        }

        return mayBeDamaged && OperatingSystem.IsLinux()
            ? Check(arguments, File.ReadAllBytes("/proc/self/cmdline"))
            : null;
    }

    /// <summary>As above, given the process's command line: every word ended by a NUL. It may begin with more words than
    /// the program's own name, such as <c>dotnet mutx.dll</c>.</summary>
    internal static ParseError? Check(string[] arguments, ReadOnlySpan<byte> commandLine)
    {
        int words = commandLine.Count((byte)0);
        for (int i = 0; !commandLine.IsEmpty; i++)
        {
            int length = commandLine.IndexOf((byte)0);
            ReadOnlySpan<byte> word = length < 0 ? commandLine : commandLine[..length];
            commandLine = commandLine[Math.Min(word.Length + 1, commandLine.Length)..];
            if (i >= words - arguments.Length && !Utf8.IsValid(word))
            {
                return NotUnicode(Show(word));
            }
        }

        return null;
    }

    private static ParseError NotUnicode(string argument) =>
        new($"the argument '{argument}' is not valid Unicode (UTF-8); mutx takes no other names");

    /// <summary>Windows passes 16-bit units, and half of a pair among them is as little a character as a bad byte.</summary>
    private static bool HasLoneSurrogate(ReadOnlySpan<char> text)
    {
        for (int at = text.IndexOfAnyInRange('\ud800', '\udfff'); at >= 0; at = text.IndexOfAnyInRange('\ud800', '\udfff'))
        {
            if (Rune.DecodeFromUtf16(text[at..], out _, out int used) != OperationStatus.Done)
            {
                return true;
            }

            text = text[(at + used)..];
        }

        return false;
    }

    private static string Show(ReadOnlySpan<byte> word)
    {
        var text = new StringBuilder();
        while (!word.IsEmpty)
        {
            if (Rune.DecodeFromUtf8(word, out Rune rune, out int used) == OperationStatus.Done)
            {
                text.Append(rune.ToString());
            }
            else
            {
                used = 1;
                text.Append(CultureInfo.InvariantCulture, $"\\x{word[0]:x2}");
            }

            word = word[used..];
        }

        return text.ToString();
    }
}
