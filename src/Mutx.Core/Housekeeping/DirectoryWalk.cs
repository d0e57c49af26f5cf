using Mutx.Platform;
using Mutx.Primitives;

namespace Mutx.Housekeeping;

/// <summary>
/// Goes through a directory and those below it, depth first, and plans each. Few directories are open at a time and
/// nothing is recursive, so that neither descriptors nor the stack limit the depth. For one thread.
/// </summary>
internal sealed class DirectoryWalk(Disk disk, bool recursive, Sweep[] sweeps)
{
    private readonly List<DirectoryLevel> _levels = [];
    private readonly List<string>[] _candidates = Array.ConvertAll(sweeps, _ => new List<string>());

    /// <summary>Whether the directories that are still to be entered are worth several threads: two or more beside each other.</summary>
    public bool CanFanOut => _levels.Count > 0 && _levels[^1].Pending.Count > 1;

    /// <summary>Opens the directory itself, which may be a link, and plans it.</summary>
    public DirectoryPlan Begin(BoundPath path) =>
        PlanLevel(Descend(null, "", disk.OpenDirectory(disk.ResolveDirectory(path))));

    /// <summary>Enters the next directory and plans it; one that is gone by now gives an empty plan. Null if there is none left.</summary>
    public DirectoryPlan? Next()
    {
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

            return new DirectoryPlan(above, [], []);
        }
        catch (MutxException e)
        {
            return new DirectoryPlan(above, [], [e]);
        }
    }

    /// <summary>Hands over the directory that is open last, with what is still to be entered there.</summary>
    public DirectoryLevel Current => _levels[^1];

    public void Close()
    {
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
        var items = new List<HousekeepingItem>();
        var problems = new List<MutxException>();
        DiskDirectory directory = level.Open(disk)!;
        Try(problems, () => disk.List(directory, (name, kind) => Sort(level, name, kind)));
        for (int i = 0; i < sweeps.Length; i++)
        {
            int each = i;
            Try(problems, () => sweeps[each].Plan(directory, _candidates[each], items));
            _candidates[i].Clear();
        }

        return new DirectoryPlan(level, items, problems);
    }

    private void Sort(DirectoryLevel level, ReadOnlySpan<char> name, FileKind kind)
    {
        if (kind == FileKind.Directory && recursive)
        {
            level.Pending.Enqueue(name.ToString());
        }
        else if (kind == FileKind.Regular)
        {
            string? text = null;
            for (int i = 0; i < sweeps.Length; i++)
            {
                if (sweeps[i].IsCandidate(name))
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
