using System.Globalization;
using Mutx.Primitives;

namespace Mutx.Platform;

/// <summary>
/// Who really has a lock: the processes with an open file that holds it, by /proc/PID/fdinfo, inheritors included.
/// Processes of other users show only to root.
/// </summary>
internal static class LockedDescriptors
{
    /// <summary>How a process holds the lock on a file; null if it doesn't, or can't be looked into.</summary>
    public static LockMode? HeldBy(int pid, FileIdentity file)
    {
        string process = string.Create(CultureInfo.InvariantCulture, $"/proc/{pid}");
        foreach (string descriptor in ProcessFiles.NamesIn($"{process}/fd"))
        {
            if (LinuxDisk.IdentityBehind($"{process}/fd/{descriptor}") == file
                && LockIn($"{process}/fdinfo/{descriptor}") is { } mode)
            {
                return mode;
            }
        }

        return null;
    }

    /// <summary>The processes there are, as far as this one can see.</summary>
    public static IEnumerable<int> Processes()
    {
        foreach (string name in ProcessFiles.NamesIn("/proc"))
        {
            if (int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out int pid))
            {
                yield return pid;
            }
        }
    }

    private static LockMode? LockIn(string fdinfo)
    {
        const string Label = "lock:";
        foreach (string line in (ProcessFiles.TryRead(fdinfo) ?? "").Split('\n'))
        {
            if (line.StartsWith(Label, StringComparison.Ordinal)
                && KernelLocks.Parse(line[Label.Length..].Replace('\t', ' ')) is { } row)
            {
                return row.Mode;
            }
        }

        return null;
    }
}
