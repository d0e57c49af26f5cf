using System.Globalization;

namespace Mutx.TestKit;

/// <summary>What the kernel says about flock(2) locks in /proc/locks: who holds a file, and who waits for it.</summary>
public static class ProcLocks
{
    /// <summary>Waits until some process other than its holder is blocked on the lock file.</summary>
    public static Task SomeoneWaitsFor(string lockFile) =>
        Eventually.IsTrue(() => Lines(lockFile).Any(line => line.Contains("->")), $"a process waits for {lockFile}");

    /// <summary>Waits until some process holds the lock file, and tells its pid; null if none did before <paramref name="orUntil"/>.</summary>
    public static async Task<int?> Holder(string lockFile, Func<bool> orUntil)
    {
        int? holder = null;
        await Eventually.IsTrue(() => (holder = HolderNow(lockFile)) is not null || orUntil(), $"a process holds {lockFile}").ConfigureAwait(false);
        return holder;
    }

    private static int? HolderNow(string lockFile)
    {
        string? line = Lines(lockFile).FirstOrDefault(l => !l.Contains("->"));
        return line is null ? null : int.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[4], CultureInfo.InvariantCulture);
    }

    // 12: FLOCK  ADVISORY  WRITE 4711 fe:00:1234 0 EOF; a waiter has an arrow after the number.
    private static IEnumerable<string> Lines(string lockFile)
    {
        if (!File.Exists(lockFile))
        {
            return [];
        }

        string inode = $":{FileState.Of(lockFile).Inode} ";
        return File.ReadAllLines("/proc/locks").Where(line => line.Contains("FLOCK") && line.Contains(inode));
    }
}
