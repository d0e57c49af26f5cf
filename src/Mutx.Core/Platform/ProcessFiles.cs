using System.Globalization;
using System.Text;

namespace Mutx.Platform;

/// <summary>Reads what Linux tells of processes below /proc. What can't be read is unknown, not an error.</summary>
internal static class ProcessFiles
{
    private const int MaxCommandLength = 60;

    /// <summary>The text of a file below /proc, or null.</summary>
    public static string? TryRead(string path)
    {
        try
        {
            return File.ReadAllText(path, Encoding.UTF8);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>A process's command line, cut to a length for messages; its name where it has none; null if unknown.</summary>
    public static string? CommandOf(int pid)
    {
        string directory = string.Create(CultureInfo.InvariantCulture, $"/proc/{pid}");
        string? line = TryRead($"{directory}/cmdline")?.TrimEnd('\0').Replace('\0', ' ');
        if (string.IsNullOrEmpty(line))
        {
            line = TryRead($"{directory}/comm")?.TrimEnd('\n');
        }

        return string.IsNullOrEmpty(line) ? null
            : line.Length > MaxCommandLength ? string.Concat(line.AsSpan(0, MaxCommandLength - 1), "…")
            : line;
    }
}
