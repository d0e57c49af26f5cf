using Mutx.Platform;
using Mutx.Primitives;

namespace Mutx.Locking;

/// <summary>
/// Tells who holds a lock file, from the kernel's own tables. It takes no lock, so it can't make anybody's attempt
/// fail. On systems without such tables it knows nobody.
/// </summary>
public static class LockInspector
{
    /// <summary>The processes that seem to hold the lock on a lock file; empty if nobody does or nothing is known.</summary>
    /// <param name="lockFile">The path of the lock file.</param>
    public static IReadOnlyList<LockHolder> Inspect(string lockFile) => Inspect(Disk.Current, Guard.Path(lockFile));

    internal static IReadOnlyList<LockHolder> Inspect(Disk disk, string lockFile)
    {
        if (!OperatingSystem.IsLinux() || disk.Look(lockFile) is not { } status)
        {
            return [];
        }

        var holders = new List<LockHolder>();
        foreach ((int pid, LockMode mode) in KernelLocks.HoldersOf(status.Identity))
        {
            holders.Add(new LockHolder(pid, ProcessFiles.CommandOf(pid), mode));
        }

        return holders;
    }
}
