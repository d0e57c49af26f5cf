using System.Globalization;
using Mutx.Primitives;

namespace Mutx.Platform;

/// <summary>Reads what Linux tells of processes below /proc. What can't be read is unknown, not an error.</summary>
internal static class ProcessFiles
{
    private const int MaxCommandLength = 60;

    /// <summary>The text of a file below /proc, or null.</summary>
    public static string? TryRead(string path) => LinuxDisk.TryReadText(path);

    /// <summary>The names in a directory below /proc; none if it can't be read, or vanishes with its process.</summary>
    public static List<string> NamesIn(string directory)
    {
        var names = new List<string>();
        try
        {
            using DiskDirectory open = Disk.Current.OpenDirectory(directory);
            Disk.Current.List(open, (name, _) => names.Add(name.ToString()));
        }
        catch (MutxException)
        {
            // What was read so far is what can be told.
        }

        return names;
    }

    /// <summary>When a process started; null if unknown.</summary>
    public static DateTimeOffset? StartOf(int pid)
    {
        const int TicksPerSecond = 100;
        string stat = TryRead(string.Create(CultureInfo.InvariantCulture, $"/proc/{pid}/stat")) ?? "";
        return LinuxProcessTable.ParseStat(stat)?.Started is { } ticks
            && BootTime is { } boot
            ? boot.AddSeconds((double)ticks / TicksPerSecond)
            : null;
    }

    /// <summary>The name of this machine.</summary>
    public static string HostName => ProcessIdentity.Current.HostName;

    private static DateTimeOffset? BootTime
    {
        get
        {
            const string Label = "btime ";
            foreach (string line in (TryRead("/proc/stat") ?? "").Split('\n'))
            {
                if (line.StartsWith(Label, StringComparison.Ordinal)
                    && long.TryParse(line.AsSpan(Label.Length), NumberStyles.None, CultureInfo.InvariantCulture, out long seconds))
                {
                    return DateTimeOffset.FromUnixTimeSeconds(seconds);
                }
            }

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
