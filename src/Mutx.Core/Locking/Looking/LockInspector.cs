using Mutx.Platform;
using Mutx.Primitives;

namespace Mutx.Locking;

/// <summary>
/// Tells who holds a lock, from the kernel's own tables (/proc/locks and /proc/PID/fdinfo). It takes no lock, so it
/// can't make anybody's attempt fail. What it tells is a hint: it was so when the kernel was asked, and holders in other
/// containers don't show, nor to everyone those of other users. On systems without such tables nothing is known.
/// </summary>
public static class LockInspector
{
    /// <summary>How it stands with the lock on a lock file.</summary>
    /// <param name="lockFile">The path of the lock file.</param>
    /// <exception cref="MutxException">It can't be looked at.</exception>
    public static LockReport Inspect(string lockFile) => Inspect(Disk.Current, Guard.Path(lockFile), Depth.Complete);

    /// <summary>How it stands with a lock.</summary>
    /// <param name="inspected">The lock.</param>
    /// <exception cref="MutxException">Its path can't be resolved, or not be looked at.</exception>
    public static LockReport Inspect(FileLock inspected) =>
        Inspect(Guard.NotNull(inspected), Depth.Complete) with { Resource = inspected.Resource };

    /// <summary>Every lock in a directory of lock files that is held, by the names of the files.</summary>
    /// <param name="directory">A directory of lock files; one that doesn't exist holds none.</param>
    /// <exception cref="MutxException">It can't be read.</exception>
    public static IReadOnlyList<LockReport> InspectAll(string directory)
    {
        var reports = new List<LockReport>();
        foreach (string path in LockFilesIn(Disk.Current, Guard.Path(directory)))
        {
            if (Inspect(path) is { State: not (LockState.Free or LockState.Unknown) } report)
            {
                reports.Add(report);
            }
        }

        return reports;
    }

    /// <summary>Every lock in the lock directory that is held.</summary>
    /// <param name="options">Where the lock directory is; <see cref="FileLockOptions.Default"/> if null.</param>
    /// <exception cref="MutxException">It can't be read.</exception>
    public static IReadOnlyList<LockReport> InspectAll(FileLockOptions? options = null) =>
        InspectAll(LockDirectory.Of(Disk.Current, options ?? FileLockOptions.Default));

    /// <summary>Who holds a lock, found as fast as can be: heirs are looked for only where the taker itself is gone.</summary>
    internal static IReadOnlyList<LockHolder> HoldersForMessage(FileLock wanted)
    {
        try
        {
            return Inspect(wanted, Depth.TakersFirst).Holders;
        }
        catch (MutxException)
        {
            // The message does without.
            return [];
        }
    }

    private static LockReport Inspect(FileLock inspected, Depth depth) => Inspect(inspected.Source, depth);

    private static LockReport Inspect(LockSource source, Depth depth)
    {
        if (source is RecordLockSource both)
        {
            LockReport record = Inspect(both.Record, depth);
            return record.State is LockState.Free or LockState.Stale ? Inspect(both.Whole, depth) : record;
        }

        return source is ClaimLockSource claims ? claims.Inspect() : Inspect(source.Disk, source.Path, depth);
    }

    private static LockReport Inspect(Disk disk, string lockFile, Depth depth)
    {
        var report = new LockReport { LockFile = lockFile, State = LockState.Free };
        if (disk.Look(lockFile) is not { } status)
        {
            return report;
        }

        if (!OperatingSystem.IsLinux() || KernelLocks.On(status.Identity.Inode) is not { } rows)
        {
            return report with { State = LockState.Unknown };
        }

        // Where the devices agree the rows are about this file. Where none does, they may be (btrfs and overlay show
        // another device there than stat(2) does) or may be about a file of that number on another filesystem: then
        // only a process that has this very file open, locked, proves anything.
        bool certain = rows.Exists(row => row.File.Device == status.Identity.Device);
        if (certain)
        {
            rows.RemoveAll(row => row.File.Device != status.Identity.Device);
        }

        List<LockHolder> holders = rows.Count == 0 ? [] : HoldersOf(status.Identity, rows, depth);
        if (holders.Count == 0 && certain)
        {
            holders.AddRange(rows.ConvertAll(row => Describe(row.Taker, row.Mode)));
        }

        return report with { State = StateOf(holders, rows), Holders = holders };
    }

    private static LockState StateOf(List<LockHolder> holders, List<KernelLockRow> rows) =>
        holders.Count > 0 ? holders[0].Mode == LockMode.Exclusive ? LockState.Held : LockState.Shared
        : rows.Count > 0 ? LockState.Unknown
        : LockState.Free;

    /// <summary>The processes that have the file open and locked.</summary>
    private static List<LockHolder> HoldersOf(FileIdentity file, List<KernelLockRow> rows, Depth depth)
    {
        var holders = new List<LockHolder>();
        if (depth == Depth.TakersFirst)
        {
            Collect(rows.ConvertAll(row => row.Taker).Distinct());
        }

        if (holders.Count == 0)
        {
            Collect(LockedDescriptors.Processes());
        }

        return holders;

        void Collect(IEnumerable<int> processes)
        {
            foreach (int pid in processes)
            {
                if (LockedDescriptors.HeldBy(pid, file) is { } mode)
                {
                    holders.Add(Describe(pid, mode));
                }
            }
        }
    }

    private static LockHolder Describe(int pid, LockMode mode) => new(pid, ProcessFiles.CommandOf(pid), mode)
    {
        Host = ProcessFiles.HostName,
        Since = ProcessFiles.StartOf(pid),
    };

    private static IEnumerable<string> LockFilesIn(Disk disk, string directory) =>
        disk.NamesIn(directory, static (name, _) => name.EndsWith(LockPath.Extension, StringComparison.Ordinal))
            .Select(name => Path.Join(directory, name));

    private enum Depth
    {
        Complete,
        TakersFirst,
    }
}
