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
            LockHolder holder = holders[i];
            string pid = holder.ProcessId.ToString(CultureInfo.InvariantCulture);
            string what = holder.Command is null ? "" : $" ({holder.Command})";
            bool isHere = holder.Host is null || string.Equals(holder.Host, ProcessFiles.HostName, StringComparison.OrdinalIgnoreCase);
            parts.Add($"{(holder.IsAncestor ? "ancestor " : "")}pid {pid}{what}{(isHere ? "" : $" on {holder.Host}")}");
        }

        string rest = holders.Count > Shown
            ? string.Create(CultureInfo.InvariantCulture, $" and {holders.Count - Shown} more")
            : "";
        return string.Join(", ", parts) + rest;
    }
}
