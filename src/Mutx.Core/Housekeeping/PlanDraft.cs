using Mutx.Primitives;

namespace Mutx.Housekeeping;

/// <summary>The plan of one directory while it is made; a large directory's is given out in several.</summary>
internal sealed class PlanDraft(DirectoryLevel level)
{
    // Few enough to be gone before the collector takes them for something that stays.
    private const int MaxItems = 512;

    private readonly int[] _kept = new int[Enum.GetValues<HousekeepingKind>().Length];
    private List<HousekeepingItem> _items = [];
    private List<MutxException> _problems = [];
    private bool _isFirst = true;

    /// <summary>Whether it is as much as should be held in memory at a time.</summary>
    public bool IsFull => _items.Count >= MaxItems;

    /// <summary>What can't be read is reported, and the rest is done.</summary>
    public bool Try(Action step)
    {
        try
        {
            step();
            return true;
        }
        catch (MutxException e)
        {
            _problems.Add(e);
            return false;
        }
    }

    /// <summary>Takes down the next thing that a sweep has judged; false if there is none left, or no way to go on.</summary>
    public bool TryTake(Sweep sweep, IEnumerator<HousekeepingItem?> judged)
    {
        bool isThere = false;
        Try(() => isThere = judged.MoveNext());
        if (isThere && judged.Current is { } item)
        {
            _items.Add(item);
        }
        else if (isThere)
        {
            _kept[(int)sweep.Kind]++;
        }

        return isThere;
    }

    /// <summary>Gives out what there is so far, and begins anew.</summary>
    public DirectoryPlan Take(bool isLast)
    {
        var plan = new DirectoryPlan(level, _items, _problems, [.. _kept]) { IsFirst = _isFirst, IsLast = isLast };
        _items = [];
        _problems = [];
        Array.Clear(_kept);
        _isFirst = false;
        return plan;
    }
}
