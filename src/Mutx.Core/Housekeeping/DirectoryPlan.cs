using Mutx.Primitives;

namespace Mutx.Housekeeping;

/// <summary>
/// What is to be done in one directory, and what could not be looked at there. A directory with very many files comes in several
/// plans, so that memory doesn't grow with what is to be done.
/// </summary>
public sealed class DirectoryPlan
{
    private readonly int[] _kept;

    internal DirectoryPlan(DirectoryLevel level, IReadOnlyList<HousekeepingItem> items, IReadOnlyList<MutxException> problems, int[] kept)
    {
        _kept = kept;
        Level = level;
        Items = items;
        Problems = problems;
    }

    /// <summary>A directory in which there is nothing to do.</summary>
    internal static DirectoryPlan Nothing(DirectoryLevel level, IReadOnlyList<MutxException> problems) =>
        new(level, [], problems, []) { IsFirst = true, IsLast = true };

    /// <summary>The directory.</summary>
    public string Path => Level.Path;

    /// <summary>The files that are to be removed.</summary>
    public IReadOnlyList<HousekeepingItem> Items { get; }

    /// <summary>What could not be read. The rest is planned all the same.</summary>
    public IReadOnlyList<MutxException> Problems { get; }

    /// <summary>How many files of a kind are there that are not to be removed: in use, too young, or to be kept.</summary>
    /// <param name="kind">The kind.</param>
    public int CountKept(HousekeepingKind kind)
    {
        Guard.Defined(kind, HousekeepingKind.Claim);
        return _kept.Length == 0 ? 0 : _kept[(int)kind];
    }

    /// <summary>Whether it is the first, or only one, of its directory.</summary>
    public bool IsFirst { get; internal init; }

    /// <summary>Whether none of the same directory follows.</summary>
    internal bool IsLast { get; init; }

    internal DirectoryLevel Level { get; }

    internal bool IsEmpty => Items.Count + Problems.Count == 0 && Array.TrueForAll(_kept, count => count == 0);
}
