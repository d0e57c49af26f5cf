using System.Globalization;
using Mutx.Primitives;

namespace Mutx.Platform;

/// <summary>
/// The kernel's table of locks, /proc/locks: a line for each lock, with who took it and on which file. It shows neither
/// who has inherited a lock nor, in a container, the locks of processes outside.
/// </summary>
internal static class KernelLocks
{
    private const string Table = "/proc/locks";

    /// <summary>The flock(2) locks on an inode of whatever filesystem; null where there is no table.</summary>
    public static List<KernelLockRow>? On(ulong inode)
    {
        if (ProcessFiles.TryRead(Table) is not { } table)
        {
            return null;
        }

        var rows = new List<KernelLockRow>();
        foreach (string line in table.Split('\n'))
        {
            if (Parse(line) is { } row && row.File.Inode == inode)
            {
                rows.Add(row);
            }
        }

        return rows;
    }

    /// <summary>
    /// Reads a line of the table, or of a process's fdinfo: <c>1: FLOCK  ADVISORY  WRITE 4711 08:01:12345 0 EOF</c>.
    /// Waiters (<c>-></c> in the second place) and other kinds of lock are none.
    /// </summary>
    public static KernelLockRow? Parse(string line)
    {
        string[] words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (words.Length < 6 || words[1] != "FLOCK"
            || !int.TryParse(words[4], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int pid))
        {
            return null;
        }

        string[] place = words[5].Split(':');
        return place.Length == 3
            && uint.TryParse(place[0], NumberStyles.HexNumber, CultureInfo.InvariantCulture, out uint major)
            && uint.TryParse(place[1], NumberStyles.HexNumber, CultureInfo.InvariantCulture, out uint minor)
            && ulong.TryParse(place[2], NumberStyles.None, CultureInfo.InvariantCulture, out ulong inode)
            ? new KernelLockRow(
                pid,
                words[3] == "WRITE" ? LockMode.Exclusive : LockMode.Shared,
                new FileIdentity(((ulong)major << 32) | minor, inode))
            : null;
    }
}
