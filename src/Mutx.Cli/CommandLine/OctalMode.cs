namespace Mutx.Cli.CommandLine;

/// <summary>Permissions as chmod(1) takes them: one to four octal digits after any zeros, 0640 or 640 or 4755.</summary>
internal static class OctalMode
{
    private const int Highest = 0xFFF; // 07777

    /// <summary>Reads permissions.</summary>
    /// <param name="text">Octal digits.</param>
    /// <param name="mode">The permissions, or none if the text isn't understood.</param>
    /// <param name="problem">What is wrong with the text and what would be right; null if nothing is.</param>
    public static bool TryParse(string text, out UnixFileMode mode, out string? problem)
    {
        mode = UnixFileMode.None;
        int value = 0;
        foreach (char digit in text)
        {
            if (digit is < '0' or > '7')
            {
                problem = $"'{text}' is not an octal number; write permissions like 0640";
                return false;
            }

            value = (value << 3) | (digit - '0');
            if (value > Highest)
            {
                problem = $"'{text}' is too high; the highest permissions are 7777 (octal)";
                return false;
            }
        }

        problem = text.Length == 0 ? "it is empty; write permissions as an octal number like 0640" : null;
        mode = (UnixFileMode)value;
        return problem is null;
    }
}
