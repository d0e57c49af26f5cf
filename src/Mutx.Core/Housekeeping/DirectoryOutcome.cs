using Mutx.Primitives;

namespace Mutx.Housekeeping;

/// <summary>What was done in one directory.</summary>
public sealed class DirectoryOutcome
{
    internal DirectoryOutcome(string path, IReadOnlyList<HousekeepingItem> removed, IReadOnlyList<MutxException> problems)
    {
        Path = path;
        Removed = removed;
        Problems = problems;
    }

    /// <summary>The directory.</summary>
    public string Path { get; }

    /// <summary>What was removed. Planned files that aren't here and aren't a problem are in use, have changed or were gone.</summary>
    public IReadOnlyList<HousekeepingItem> Removed { get; }

    /// <summary>What could not be removed; each error has the path.</summary>
    public IReadOnlyList<MutxException> Problems { get; }
}
