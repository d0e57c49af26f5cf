using System.Globalization;
using Mutx.Primitives;

namespace Mutx.Platform;

/// <summary>The kernel's table of locks, /proc/locks: a line for each lock, with who took it and on which file.</summary>
internal static class KernelLocks
{
    /// <summary>The processes that took a flock(2) lock on a file.</summary>
    public static List<(int ProcessId, LockMode Mode)> HoldersOf(FileIdentity file)
    {
        var holders = new List<(int, LockMode)>();
        foreach (string line in (ProcessFiles.TryRead("/proc/locks") ?? "").Split('\n'))
        {
            // 1: FLOCK  ADVISORY  WRITE 4711 08:01:12345 0 EOF; a waiter has "->" in the second place.
            string[] words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (words.Length >= 6 && words[1] == "FLOCK"
                && int.TryParse(words[4], NumberStyles.None, CultureInfo.InvariantCulture, out int pid)
                && pid > 0 && IsFile(words[5], file))
            {
                holders.Add((pid, words[3] == "WRITE" ? LockMode.Exclusive : LockMode.Shared));
            }
        }

        return holders;
    }

    private static bool IsFile(string place, FileIdentity file)
    {
        string[] parts = place.Split(':');
        return parts.Length == 3
            && uint.TryParse(parts[0], NumberStyles.HexNumber, CultureInfo.InvariantCulture, out uint major)
            && uint.TryParse(parts[1], NumberStyles.HexNumber, CultureInfo.InvariantCulture, out uint minor)
            && ulong.TryParse(parts[2], NumberStyles.None, CultureInfo.InvariantCulture, out ulong inode)
            && inode == file.Inode && (((ulong)major << 32) | minor) == file.Device;
    }
}
