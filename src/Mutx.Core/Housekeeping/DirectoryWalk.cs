using Microsoft.Extensions.Logging;
using Mutx.Diagnostics;
using Mutx.Locking;
using Mutx.Platform;
using Mutx.Primitives;

namespace Mutx.Housekeeping;

/// <summary>
/// Goes through a directory and those below it, depth first, and plans each. Few directories are open at a time and
/// nothing is recursive, so that neither descriptors nor the stack limit the depth. For one thread.
/// </summary>
internal sealed class DirectoryWalk(Disk disk, HousekeepingOptions options, Sweep[] sweeps)
{
    private readonly List<DirectoryLevel> _levels = [];
    private readonly NameStore _names = new();
    private IEnumerator<DirectoryPlan>? _rest;

    /// <summary>Whether the directories that are still to be entered are worth several threads: two or more beside each other.</summary>
    public bool CanFanOut => _rest is null && _levels.Count > 0 && _levels[^1].Pending.Count > 1;

    /// <summary>Opens the directory itself, which may be a link, and plans it.</summary>
    public DirectoryPlan Begin(BoundPath path) =>
        PlanLevel(Descend(null, "", disk.OpenDirectory(disk.ResolveDirectory(path))));

    /// <summary>
    /// The rest of a directory that is too large for one plan, or else of the next one; one that is gone by now gives an empty
    /// plan. Null if there is none left.
    /// </summary>
    public DirectoryPlan? Next()
    {
        if (Rest() is { } more)
        {
            return more;
        }

        while (_levels.Count > 0 && _levels[^1].Pending.Count == 0)
        {
            _levels[^1].Close();
            _levels.RemoveAt(_levels.Count - 1);
        }

        return _levels.Count == 0 ? null : Enter(_levels[^1], _levels[^1].Pending.Dequeue());
    }

    /// <summary>Enters one directory of another walk's and plans it.</summary>
    public DirectoryPlan Enter(DirectoryLevel above, string name)
    {
        try
        {
            if (Reopen(above) is { } parent && disk.OpenSubdirectory(parent, name) is { } directory)
            {
                return PlanLevel(Descend(above, name, directory));
            }

            return DirectoryPlan.Nothing(above, []);
        }
        catch (MutxException e)
        {
            return DirectoryPlan.Nothing(above, [e]);
        }
    }

    /// <summary>Hands over the directory that is open last, with what is still to be entered there.</summary>
    public DirectoryLevel Current => _levels[^1];

    public void Close()
    {
        _rest?.Dispose();
        _rest = null;
        _levels.ForEach(static level => level.Close());
        _levels.Clear();
    }

    private DirectoryLevel Descend(DirectoryLevel? above, string name, DiskDirectory directory)
    {
        try
        {
            var level = new DirectoryLevel(above, name, directory, disk.Look(directory).Identity);
            _levels.Add(level);
            if (_levels.Count > DirectoryLevel.MaxOpen)
            {
                _levels[^(DirectoryLevel.MaxOpen + 1)].Close();
            }

            return level;
        }
        catch
        {
            directory.Dispose();
            throw;
        }
    }

    /// <summary>A directory that can't be got back into is given up, with all that is still to be entered there.</summary>
    private DiskDirectory? Reopen(DirectoryLevel level)
    {
        bool isBack = false;
        try
        {
            DiskDirectory? directory = level.Open(disk);
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
        _rest = Plans(level).GetEnumerator();
        return Rest()!;
    }

    /// <summary>The next plan of the directory that was entered last; null if that was all.</summary>
    private DirectoryPlan? Rest()
    {
        if (_rest is null)
        {
            return null;
        }

        DirectoryPlan? plan = _rest.MoveNext() ? _rest.Current : null;
        if (plan is not { IsLast: false })
        {
            _rest.Dispose();
            _rest = null;
        }

        return plan;
    }

    private IEnumerable<DirectoryPlan> Plans(DirectoryLevel level)
    {
        DiskDirectory directory = level.Open(disk)!;
        var draft = new PlanDraft(level);
        _names.Clear();
        draft.Try(() => disk.List(directory, (name, kind) => Sort(level, name, kind)));
        foreach (IEnumerable<string> portion in _names.InPortions(GroupOf))
        {
            foreach (Sweep sweep in sweeps)
            {
                using IEnumerator<HousekeepingItem?> judged =
                    sweep.Plan(directory, portion.Where(name => sweep.IsCandidate(name))).GetEnumerator();
                while (draft.TryTake(sweep, judged))
                {
                    if (draft.IsFull)
                    {
                        yield return draft.Take(isLast: false);
                    }
                }
            }
        }

        yield return draft.Take(isLast: true);
    }

    /// <summary>What is judged together: the last sweep that wants a name has the say; the names of the others stand alone.</summary>
    private int GroupOf(string name)
    {
        Sweep? wants = Array.FindLast(sweeps, sweep => sweep.IsCandidate(name));
        return string.GetHashCode(wants is null ? name : wants.GroupOf(name), StringComparison.Ordinal);
    }

    private void Sort(DirectoryLevel level, ReadOnlySpan<char> name, FileKind kind)
    {
        if (kind == FileKind.Directory && (options.Recursive || IsOfLocks(level, name)))
        {
            level.Pending.Enqueue(name.ToString());
        }
        else if (kind == FileKind.SymbolicLink)
        {
            PassBy(level, name);
        }
        else if (kind == FileKind.Regular)
        {
            foreach (Sweep sweep in sweeps)
            {
                if (sweep.IsCandidate(name))
                {
                    _names.Add(name);
                    break;
                }
            }
        }
    }

    /// <summary>Where the locks of the directory lie that was named: they are swept with it.</summary>
    private bool IsOfLocks(DirectoryLevel level, ReadOnlySpan<char> name) =>
        level.Above is null && options.Scope.HasFlag(HousekeepingScope.Locks) && name.SequenceEqual(SharedLocks.DirectoryName);

    /// <summary>A link could lead anywhere: what it leads to isn't looked at, and it isn't anybody's leftover.</summary>
    private void PassBy(DirectoryLevel level, ReadOnlySpan<char> name)
    {
        if (options.Logger.IsEnabled(LogLevel.Debug))
        {
            options.Logger.LinkPassedBy(Path.Join(level.Path, name));
        }
    }
}
