using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;
using Mutx.Interop;
using Mutx.Primitives;

namespace Mutx.Platform;

/// <summary>Reads what Linux tells of processes below /proc. What can't be read is unknown, not an error.</summary>
internal static class ProcessFiles
{
    private const int MaxCommandLength = 60;
    private const int MaxLinkLength = 4096;

    /// <summary>Most of these files are smaller; a larger array makes the collector ask the kernel for memory.</summary>
    private const int FirstRead = 1024;

    /// <summary>The text of a file below /proc, or null. Such a file has no length to read it by, and a read that gives less
    /// than was asked for isn't its last. What the BCL has for this costs as much as a small write.</summary>
    public static unsafe string? TryRead(string path)
    {
        using SafeFileHandle? file = UnixDisk.OpenOnce(UnixDisk.CurrentDirectory, path, Libc.O_RDONLY | Libc.O_CLOEXEC, 0);
        byte[] text = file is null ? [] : new byte[FirstRead];
        int length = 0;
        while (file is not null)
        {
            nint read;
            fixed (byte* start = text)
            {
                read = Libc.read(file, start + length, text.Length - length);
            }

            if (read == 0)
            {
                return Encoding.UTF8.GetString(text, 0, length);
            }

            if (read < 0 && Marshal.GetLastPInvokeError() != Errno.EINTR)
            {
                break;
            }

            length += Math.Max(0, (int)read);
            if (length == text.Length)
            {
                Array.Resize(ref text, 4 * length);
            }
        }

        return null;
    }

    /// <summary>Where a link below /proc points, or null if it can't be read.</summary>
    public static unsafe string? TryReadLink(string path)
    {
        byte* buffer = stackalloc byte[MaxLinkLength];
        nint length = Libc.readlinkat(UnixDisk.CurrentDirectory, path, buffer, MaxLinkLength);
        return length < 0 ? null : Encoding.UTF8.GetString(buffer, (int)length);
    }

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
