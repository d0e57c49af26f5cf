using System.Globalization;
using Mutx.Platform;
using Mutx.Primitives;

namespace Mutx.Locking;

/// <summary>Holders in words, the same in every message.</summary>
public static class LockHolders
{
    private const int Shown = 3;

    /// <summary>The holders that a report tells of, in words.</summary>
    /// <param name="report">What <see cref="LockInspector"/> found.</param>
    public static string Describe(LockReport report) => Describe(Guard.NotNull(report).Holders);

    /// <summary><c>pid 4711 (make -j8), pid 4712 and 2 more</c>; empty if nothing is known.</summary>
    /// <param name="holders">What <see cref="LockInspector"/> found.</param>
    public static string Describe(IReadOnlyList<LockHolder> holders)
    {
        if (Guard.NotNull(holders).Count == 0)
        {
            return "";
        }

        var parts = new List<string>();
        for (int i = 0; i < Math.Min(holders.Count, Shown); i++)
        {
            parts.Add(Describe(holders[i]));
        }

        string rest = holders.Count > Shown
            ? string.Create(CultureInfo.InvariantCulture, $" and {holders.Count - Shown} more")
            : "";
        return string.Join(", ", parts) + rest;
    }

    /// <summary>The holders as any lock tells of them.</summary>
    /// <param name="report">What <see cref="LockInspector"/> found.</param>
    /// <param name="isHeld">Finds out whether it is held where the report can't tell.</param>
    internal static IReadOnlyList<LockOwner> Owners(LockReport report, Func<bool> isHeld)
    {
        if (report.State is LockState.Free or LockState.Stale)
        {
            return [];
        }

        if (report.Holders.Count > 0)
        {
            return [.. report.Holders.Select(holder => new LockOwner(Describe(holder), holder.Mode) { Since = holder.Since })];
        }

        return report.State != LockState.Unknown || isHeld() ? [new LockOwner("a process that can't be seen from here", LockMode.Exclusive)] : [];
    }

    private static string Describe(LockHolder holder)
    {
        string pid = holder.ProcessId.ToString(CultureInfo.InvariantCulture);
        string what = holder.Command is null ? "" : $" ({holder.Command})";
        bool isHere = holder.Host is null || string.Equals(holder.Host, ProcessFiles.HostName, StringComparison.OrdinalIgnoreCase);
        return $"{(holder.IsAncestor ? "ancestor " : "")}pid {pid}{what}{(isHere ? "" : $" on {holder.Host}")}";
    }
}
