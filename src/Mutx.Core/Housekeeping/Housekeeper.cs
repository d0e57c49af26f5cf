using Mutx.Diagnostics;
using Mutx.Locking;
using Mutx.Platform;
using Mutx.Primitives;

namespace Mutx.Housekeeping;

/// <summary>
/// Removes what locks, writers and backups leave behind, and nothing else: only what can be proved to be of mutx, and
/// dead. <see cref="Plan"/> reads and returns data; <see cref="Apply"/> proves each item again and then removes it.
/// <para>
/// A lock file goes only while it is held exclusively, so that whoever waits for it or takes it next notices; one that
/// isn't empty never goes. Symbolic links are neither followed nor removed. A directory that is moved or swapped for a
/// link meanwhile leads nowhere. The directory itself may be a link; it is resolved once.
/// </para>
/// <para>
/// One instance works for one thread at a time; any number of processes may keep house in one place. Names that aren't
/// valid Unicode are left alone, and so is what lies in directories of such names.
/// </para>
/// </summary>
public sealed class Housekeeper
{
    private readonly Disk _disk;
    private readonly string _directory;
    private readonly HousekeepingOptions _options;
    private readonly Sweep[] _sweeps;
    private readonly List<string>[] _candidates;

    /// <summary>Names a directory. Does not touch the disk.</summary>
    /// <param name="directory">The directory, which must exist when <see cref="Plan"/> runs.</param>
    /// <param name="options">What is swept; <see cref="HousekeepingOptions.Default"/> if null.</param>
    public Housekeeper(string directory, HousekeepingOptions? options = null)
        : this(Disk.Current, directory, options ?? HousekeepingOptions.Default)
    {
    }

    internal Housekeeper(Disk disk, string directory, HousekeepingOptions options)
    {
        _disk = disk;
        _directory = Guard.Path(directory);
        _options = options;
        _sweeps = Sweeps(disk, options);
        _candidates = Array.ConvertAll(_sweeps, _ => new List<string>());
    }

    /// <summary>Where lock files lie unless told otherwise; it need not exist.</summary>
    /// <exception cref="MutxException">There is no home directory, and none was named.</exception>
    public static string DefaultLockDirectory => LockPath.DirectoryFor(FileLockOptions.Default);

    /// <summary>
    /// Plans one directory after the other, as the plans are asked for. Directories without anything to do or to report
    /// are left out. Takes no lock and changes nothing. Blocks on the disk.
    /// </summary>
    /// <param name="cancellationToken">Looked at between two directories.</param>
    /// <exception cref="MutxException">The directory itself doesn't exist or can't be read.</exception>
    public IEnumerable<DirectoryPlan> Plan(CancellationToken cancellationToken = default)
    {
        var levels = new List<DirectoryLevel> { OpenRoot() };
        try
        {
            DirectoryPlan plan = PlanLevel(levels[0]);
            while (true)
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (plan.Items.Count + plan.Problems.Count > 0)
                {
                    yield return plan;
                }

                if (!TryAdvance(levels))
                {
                    break;
                }

                plan = PlanNext(levels);
            }
        }
        finally
        {
            levels.ForEach(static level => level.Close());
        }
    }

    /// <summary>
    /// Carries out the plan of one directory, best before the next one is asked for: then its directory is still open.
    /// Each item is proved again. Blocks on the disk; never waits for a lock.
    /// </summary>
    /// <param name="plan">A plan of this instance.</param>
    /// <param name="cancellationToken">Looked at between two items.</param>
    public DirectoryOutcome Apply(DirectoryPlan plan, CancellationToken cancellationToken = default)
    {
        var removed = new List<HousekeepingItem>(plan.Items.Count);
        var problems = new List<MutxException>();
        bool wasOpen = plan.Level.IsOpen;
        try
        {
            // A directory that is gone, or isn't the one that was planned, has nothing in it that may be removed.
            if (plan.Items.Count > 0 && plan.Level.Open(_disk) is { } directory)
            {
                foreach (HousekeepingItem item in plan.Items)
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    Remove(directory, item, removed, problems);
                }
            }
        }
        catch (MutxException e)
        {
            problems.Add(e);
        }
        finally
        {
            if (!wasOpen)
            {
                plan.Level.CloseAll();
            }
        }

        return new DirectoryOutcome(plan.Path, removed, problems);
    }

    /// <summary>Every kind of thing that is swept, by its scope. Those of one scope are looked at in this order.</summary>
    private static Sweep[] Sweeps(Disk disk, HousekeepingOptions options)
    {
        var limit = new AgeLimit(options.LocksOlderThan, options.TimeProvider);
        Sweep[] ofLocks = options.Scope.HasFlag(HousekeepingScope.Locks)
            ? [new LockFileSweep(disk, limit), new StagingFileSweep(disk, limit), new ClaimFileSweep(disk, options.TimeProvider)]
            : [];
        Sweep[] ofBackups = options.Scope.HasFlag(HousekeepingScope.Backups)
            ? [new BackupSweep(disk, options)]
            : [];
        return [.. ofLocks, .. ofBackups];
    }

    private void Remove(
        DiskDirectory directory, HousekeepingItem item, List<HousekeepingItem> removed, List<MutxException> problems)
    {
        try
        {
            if (item.Sweep.TryRemove(directory, item))
            {
                removed.Add(item);
                _options.Logger.Swept(directory.PathOf(item.Name));
            }
        }
        catch (MutxException e)
        {
            problems.Add(e);
        }
    }

    private DirectoryLevel OpenRoot()
    {
        DiskDirectory directory = _disk.OpenDirectory(_disk.ResolveDirectory(_directory));
        return new DirectoryLevel(null, "", directory, _disk.Look(directory).Identity);
    }

    /// <summary>Goes up until there is something to enter; false if there is nothing left.</summary>
    private static bool TryAdvance(List<DirectoryLevel> levels)
    {
        while (levels.Count > 0 && levels[^1].Pending.Count == 0)
        {
            levels[^1].Close();
            levels.RemoveAt(levels.Count - 1);
        }

        return levels.Count > 0;
    }

    /// <summary>Enters the next directory and plans it. One that is gone by now gives an empty plan.</summary>
    private DirectoryPlan PlanNext(List<DirectoryLevel> levels)
    {
        DirectoryLevel above = levels[^1];
        string name = above.Pending.Dequeue();
        try
        {
            if (Reopen(above) is { } parent && _disk.OpenSubdirectory(parent, name) is { } directory)
            {
                var level = new DirectoryLevel(above, name, directory, _disk.Look(directory).Identity);
                levels.Add(level);
                if (levels.Count > DirectoryLevel.MaxOpen)
                {
                    levels[^(DirectoryLevel.MaxOpen + 1)].Close();
                }

                return PlanLevel(level);
            }

            return new DirectoryPlan(above, [], []);
        }
        catch (MutxException e)
        {
            return new DirectoryPlan(above, [], [e]);
        }
    }

    /// <summary>A directory that can't be got back into is given up, with all that is still to be entered there.</summary>
    private DiskDirectory? Reopen(DirectoryLevel level)
    {
        bool isBack = false;
        try
        {
            DiskDirectory? directory = level.Open(_disk);
            isBack = directory is not null;
            return directory;
        }
        finally
        {
            if (!isBack)
            {
                level.Pending.Clear();
            }
        }
    }

    private DirectoryPlan PlanLevel(DirectoryLevel level)
    {
        var items = new List<HousekeepingItem>();
        var problems = new List<MutxException>();
        DiskDirectory directory = level.Open(_disk)!;
        Try(problems, () => _disk.List(directory, (name, kind) => Sort(level, name, kind)));
        for (int i = 0; i < _sweeps.Length; i++)
        {
            int each = i;
            Try(problems, () => _sweeps[each].Plan(directory, _candidates[each], items));
            _candidates[i].Clear();
        }

        return new DirectoryPlan(level, items, problems);
    }

    private void Sort(DirectoryLevel level, ReadOnlySpan<char> name, FileKind kind)
    {
        if (kind == FileKind.Directory && _options.Recursive)
        {
            level.Pending.Enqueue(name.ToString());
        }
        else if (kind == FileKind.Regular)
        {
            string? text = null;
            for (int i = 0; i < _sweeps.Length; i++)
            {
                if (_sweeps[i].IsCandidate(name))
                {
                    _candidates[i].Add(text ??= name.ToString());
                }
            }
        }
    }

    /// <summary>What can't be read is reported, and the rest is done.</summary>
    private static void Try(List<MutxException> problems, Action step)
    {
        try
        {
            step();
        }
        catch (MutxException e)
        {
            problems.Add(e);
        }
    }
}
