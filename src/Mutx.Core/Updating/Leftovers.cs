using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Mutx.Diagnostics;
using Mutx.Locking;
using Mutx.Platform;
using Mutx.Primitives;
using Mutx.Writing;

namespace Mutx.Updating;

/// <summary>
/// Clears a directory of what killed writers and claimants left: staging files, private records, rights to take over.
/// Each is proved dead first. It never holds up the work: it comes after it, on a thread of the pool, at most once for
/// each directory, and not in directories that take long to read.
/// </summary>
internal static class Leftovers
{
    // The kernel's size of a directory with some ten thousand names.
    private const long LargeDirectory = 1 << 20;
    private const int MaxNames = 10_000;
    private const int MaxDirectories = 1000;

    private static readonly ConditionalWeakTable<Disk, ConcurrentDictionary<string, bool>> Swept = [];

    /// <summary>Sweeps a directory in the background, if that hasn't been done in this process.</summary>
    /// <param name="disk">The disk.</param>
    /// <param name="directory">The directory.</param>
    /// <param name="options">Whether to do it, and by which clock and times.</param>
    public static void SweepOnce(Disk disk, string directory, ReplaceOptions options)
    {
        if (options.LeftoverSweep != LeftoverSweep.OncePerDirectory)
        {
            return;
        }

        directory = Path.GetFullPath(directory);
        ConcurrentDictionary<string, bool> swept = Swept.GetValue(disk, static _ => new(StringComparer.Ordinal));
        if (swept.Count < MaxDirectories && swept.TryAdd(directory, true))
        {
            disk.RunInBackground(() => Sweep(disk, directory, options));
        }
    }

    /// <summary>Sweeps a directory now. Never throws.</summary>
    /// <returns>How many files were removed.</returns>
    internal static int Sweep(Disk disk, string directory, ReplaceOptions options)
    {
        try
        {
            using DiskDirectory open = disk.OpenDirectory(directory);
            if (disk.Look(open).Length > LargeDirectory)
            {
                return 0;
            }

            var claims = new ClaimSweep(disk, open, options.Lock.TimeProvider, options.Lock.ClaimStaleAfter);
            int removed = claims.RemoveLeftovers(MaxNames) + RemoveStaged(disk, open);
            if (removed > 0)
            {
                options.Lock.Logger.LeftoversSwept(directory, removed);
            }

            return removed;
        }
        catch (Exception e) when (e is MutxException or ObjectDisposedException)
        {
            // It is a courtesy: what goes wrong here is no business of whoever replaced a file.
            return 0;
        }
    }

    private static int RemoveStaged(Disk disk, DiskDirectory directory)
    {
        int removed = 0;
        foreach (string name in disk.NamesIn(directory, static (name, _) => StagingName.IsOne(name)).Take(MaxNames))
        {
            removed += OrphanFile.TryRemove(disk, directory, name) ? 1 : 0;
        }

        return removed;
    }
}
