using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Unicode;

namespace Mutx.Cli.CommandLine;

/// <summary>
/// Finds arguments that are no UTF-8. The runtime turns every bad byte into U+FFFD, and a name so damaged is the name of
/// another file. Only where that character occurs are the bytes looked at, to tell damage from a name that really has it.
/// </summary>
internal static class RawArguments
{
    private const char Replacement = '\uFFFD';

    /// <summary>Why one of the arguments can't be used, or null.</summary>
    public static ParseError? Check(string[] arguments) =>
        Array.Exists(arguments, argument => argument.Contains(Replacement, StringComparison.Ordinal))
        && OperatingSystem.IsLinux()
            ? Check(arguments, File.ReadAllBytes("/proc/self/cmdline"))
            : null;

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
                return new ParseError($"the argument '{Show(word)}' is not valid UTF-8; mutx takes no other names");
            }
        }

        return null;
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
