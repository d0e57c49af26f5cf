namespace Mutx.Cli.CommandLine;

/// <summary>Text as one word of a shell command.</summary>
internal static class ShellWord
{
    /// <summary>The text itself where nothing in it means anything to a shell, else in single quotes.</summary>
    public static string Quote(string text)
    {
        foreach (char c in text)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('/' or '.' or '_' or '-'))
            {
                return OperatingSystem.IsWindows()
                    ? $"\"{text}\""
                    : "'" + text.Replace("'", @"'\''", StringComparison.Ordinal) + "'";
            }
        }

        return text;
    }
}
