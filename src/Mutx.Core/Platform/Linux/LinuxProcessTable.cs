using System.Globalization;
using System.Runtime.InteropServices;
using Mutx.Interop;

namespace Mutx.Platform;

/// <summary>Linux: kill(2) tells whether there is a process, /proc the rest.</summary>
internal sealed class LinuxProcessTable : ProcessTable
{
    // The kernel tells times in /proc in hundredths of a second on every architecture that .NET runs on.
    private const int TicksPerSecond = 100;

    public override ProcessFacts Look(int processId)
    {
        if (Libc.kill(processId, 0) != 0 && Marshal.GetLastPInvokeError() != Errno.EPERM)
        {
            return ProcessFacts.None;
        }

        string path = string.Create(CultureInfo.InvariantCulture, $"/proc/{processId}/stat");
        if (ProcessFiles.TryRead(path) is not { } text || ParseStat(text) is not var (state, started))
        {
            // Hidden from this user (hidepid), or it ended between the two questions; the next look will tell.
            return new ProcessFacts { Exists = true };
        }

        return new ProcessFacts
        {
            Exists = state is not ('Z' or 'X'),
            Started = started,
            Age = UpTime() - TimeSpan.FromSeconds((double)started / TicksPerSecond),
        };
    }

    public override ProcessIdentity Own() => new()
    {
        ProcessId = Environment.ProcessId,
        HostName = ProcessFiles.TryRead("/proc/sys/kernel/hostname")?.Trim() ?? Environment.MachineName,
        Started = ProcessFiles.TryRead("/proc/self/stat") is { } text ? ParseStat(text)?.Started : null,
        Boot = ProcessFiles.TryRead("/proc/sys/kernel/random/boot_id")?.Trim(),
        PidNamespace = PidNamespace(),
    };

    /// <summary>
    /// The state (field 3) and the start time (field 22) of a line of /proc/PID/stat. The name in field 2 may hold
    /// anything, parentheses and spaces too, so fields are counted from its last closing parenthesis.
    /// </summary>
    internal static (char State, long Started)? ParseStat(string line)
    {
        int end = line.LastIndexOf(')');
        string[] fields = end < 0 ? [] : line[(end + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return fields.Length >= 20
            && long.TryParse(fields[19], NumberStyles.None, CultureInfo.InvariantCulture, out long started)
            ? (fields[0][0], started)
            : null;
    }

    private static TimeSpan? UpTime()
    {
        string? text = ProcessFiles.TryRead("/proc/uptime");
        int space = text?.IndexOf(' ', StringComparison.Ordinal) ?? -1;
        return space > 0
            && double.TryParse(text.AsSpan(0, space), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double seconds)
            ? TimeSpan.FromSeconds(seconds)
            : null;
    }

    /// <summary>The number in <c>pid:[4026531836]</c>, which is where the link points.</summary>
    private static long? PidNamespace() =>
        ProcessFiles.TryReadLink("/proc/self/ns/pid") is { } link && link.StartsWith("pid:[", StringComparison.Ordinal)
        && long.TryParse(link.AsSpan(5).TrimEnd(']'), NumberStyles.None, CultureInfo.InvariantCulture, out long inode)
            ? inode
            : null;
}
