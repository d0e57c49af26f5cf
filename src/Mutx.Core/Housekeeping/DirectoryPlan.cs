using Mutx.Primitives;

namespace Mutx.Housekeeping;

/// <summary>What is to be done in one directory, and what could not be looked at there.</summary>
public sealed class DirectoryPlan
{
    internal DirectoryPlan(DirectoryLevel level, IReadOnlyList<HousekeepingItem> items, IReadOnlyList<MutxException> problems)
    {
        Level = level;
        Items = items;
        Problems = problems;
    }

    /// <summary>The directory.</summary>
    public string Path => Level.Path;

    /// <summary>The files that are to be removed.</summary>
    public IReadOnlyList<HousekeepingItem> Items { get; }

    /// <summary>What could not be read. The rest is planned all the same.</summary>
    public IReadOnlyList<MutxException> Problems { get; }

    internal DirectoryLevel Level { get; }

    internal bool IsEmpty => Items.Count + Problems.Count == 0;
}
