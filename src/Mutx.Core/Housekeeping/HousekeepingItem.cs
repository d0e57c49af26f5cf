using Mutx.Platform;

namespace Mutx.Housekeeping;

/// <summary>One file that is to be removed.</summary>
public sealed class HousekeepingItem
{
    internal HousekeepingItem(Sweep sweep, string name, FileStatus? seen)
    {
        Sweep = sweep;
        Name = name;
        Seen = seen;
    }

    /// <summary>What it is.</summary>
    public HousekeepingKind Kind => Sweep.Kind;

    /// <summary>Its name in its directory.</summary>
    public string Name { get; }

    /// <summary>Which rule planned it, and proves it again before it goes.</summary>
    internal Sweep Sweep { get; }

    /// <summary>What it was when it was planned, where its name alone doesn't tell.</summary>
    internal FileStatus? Seen { get; }
}
