using Mutx.Housekeeping;
using Mutx.Primitives;

namespace Mutx.Cli.Output;

/// <summary>What was removed, or would be, of one scope; and what could not be.</summary>
internal sealed class HousekeepTally(HousekeepingScope scope)
{
    public HousekeepingScope Scope { get; } = scope;

    public int Count { get; private set; }

    /// <summary>How many were found that stay.</summary>
    public int Kept { get; set; }

    public List<MutxException> Problems { get; } = [];

    /// <summary>The paths, kept only where they are asked for at the end.</summary>
    public PathList Paths { get; } = new();

    public static HousekeepingScope ScopeOf(HousekeepingKind kind) =>
        kind == HousekeepingKind.Backup ? HousekeepingScope.Backups : HousekeepingScope.Locks;

    public void Add(string? path)
    {
        Count++;
        if (path is not null)
        {
            Paths.Add(path);
        }
    }
}
