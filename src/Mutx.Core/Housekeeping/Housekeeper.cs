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
    private readonly BoundPath _directory;
    private readonly HousekeepingOptions _options;
    private readonly Sweep[] _sweeps;

    /// <summary>Names a directory. Does not touch the disk.</summary>
    /// <param name="directory">The directory, which must exist when <see cref="Plan"/> runs; a relative path is that of this moment.</param>
    /// <param name="options">What is swept; <see cref="HousekeepingOptions.Default"/> if null.</param>
    public Housekeeper(string directory, HousekeepingOptions? options = null)
        : this(Disk.Current, directory, options ?? HousekeepingOptions.Default)
    {
    }

    internal Housekeeper(Disk disk, string directory, HousekeepingOptions options)
    {
        _disk = disk;
        _directory = BoundPath.Of(Guard.Path(directory));
        _options = options;
        _sweeps = Sweeps(disk, options);
    }

    /// <summary>Where lock files lie unless told otherwise; it need not exist.</summary>
    /// <exception cref="MutxException">There is no home directory, and none was named.</exception>
    public static string DefaultLockDirectory => LockDirectory.Of(Disk.Current, FileLockOptions.Default);

    /// <summary>
    /// Plans one directory after the other, as the plans are asked for; one with thousands of files of ours in
    /// several plans. Directories without anything of ours, or to report, are left out. Takes no lock and changes nothing. Blocks on the disk.
    /// </summary>
    /// <param name="cancellationToken">Looked at between two directories.</param>
    /// <exception cref="MutxException">The directory itself doesn't exist or can't be read.</exception>
    public IEnumerable<DirectoryPlan> Plan(CancellationToken cancellationToken = default)
    {
        var walk = new DirectoryWalk(_disk, _options, _sweeps);
        try
        {
            for (DirectoryPlan? plan = walk.Begin(_directory); plan is not null; plan = walk.Next())
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (!plan.IsEmpty)
                {
                    yield return plan;
                }
            }
        }
        finally
        {
            walk.Close();
        }
    }

    /// <summary>
    /// Plans and applies in one pass, several directories at a time: the quickest way to do it all. Blocks on the disk.
    /// </summary>
    /// <param name="done">Is told of each directory where there was something to do or to report; never by two threads at once.</param>
    /// <param name="cancellationToken">Looked at between two items.</param>
    /// <exception cref="MutxException">The directory itself doesn't exist or can't be read.</exception>
    public void Run(Action<DirectoryPlan, DirectoryOutcome> done, CancellationToken cancellationToken = default) =>
        new ParallelRun(this, () => new DirectoryWalk(_disk, _options, _sweeps), Guard.NotNull(done), cancellationToken).Run(_directory);

    /// <summary>
    /// Carries out the plan of one directory, best before the next one is asked for: then its directory is still open.
    /// Each item is proved again. Blocks on the disk; never waits for a lock.
    /// </summary>
    /// <param name="plan">A plan of this instance.</param>
    /// <param name="cancellationToken">Looked at between two items.</param>
    public DirectoryOutcome Apply(DirectoryPlan plan, CancellationToken cancellationToken = default)
    {
        Guard.NotNull(plan);
        var removed = new List<HousekeepingItem>(plan.Items.Count);
        var problems = new List<MutxException>();
        bool opensAgain = plan.Items.Count > 0 && !plan.Level.IsOpen;
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
            if (opensAgain)
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
            ? [new LockFileSweep(disk, limit, options.DerivedLockNamesOnly), new StagingFileSweep(disk, limit), new ClaimFileSweep(disk, options.TimeProvider)]
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
}
