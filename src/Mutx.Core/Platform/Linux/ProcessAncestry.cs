using System.Globalization;

namespace Mutx.Platform;

/// <summary>
/// The processes above this one, by /proc: who started whom, and who does nothing but wait. What can't be read is unknown, and
/// never taken for a wait.
/// </summary>
internal static class ProcessAncestry
{
    // Further up than any real chain; it only bounds what a changing table could make of it.
    private const int MaxDepth = 1000;

    /// <summary>The parent of this process, its parent, and so on.</summary>
    public static IEnumerable<int> Ancestors()
    {
        int pid = Environment.ProcessId;
        for (int i = 0; i < MaxDepth && ParentOf(pid) is { } parent and > 0; i++)
        {
            yield return parent;
            pid = parent;
        }
    }

    /// <summary>
    /// Whether an ancestor waits for this process: each one between has nothing else to wait for and is waiting, so that none of
    /// these waits ends before this process does.
    /// </summary>
    /// <param name="ancestor">A process that waits for what it has started.</param>
    /// <param name="waits">Whether another process is known to be one that waits for what it has started.</param>
    public static bool WaitsForThis(int ancestor, Func<int, bool> waits)
    {
        int child = Environment.ProcessId;
        foreach (int parent in Ancestors())
        {
            if (!HasOneChild(parent, child))
            {
                return false;
            }

            if (parent == ancestor)
            {
                return true;
            }

            if (!waits(parent) && !IsBlockedInWait(parent))
            {
                return false;
            }

            child = parent;
        }

        return false;
    }

    private static int? ParentOf(int pid)
    {
        string stat = ProcessFiles.TryRead(PathOf(pid, "stat")) ?? "";
        string[] fields = stat[(stat.LastIndexOf(')') + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return fields.Length > 1 && int.TryParse(fields[1], NumberStyles.None, CultureInfo.InvariantCulture, out int parent)
            ? parent
            : null;
    }

    private static bool HasOneChild(int pid, int child)
    {
        var children = new List<string>();
        foreach (string thread in ProcessFiles.NamesIn(PathOf(pid, "task")))
        {
            if (ProcessFiles.TryRead(PathOf(pid, $"task/{thread}/children")) is not { } text)
            {
                return false;
            }

            children.AddRange(text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        }

        return children is [var only] && only == child.ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>Another thread could do anything meanwhile.</summary>
    private static bool IsBlockedInWait(int pid) =>
        ProcessFiles.NamesIn(PathOf(pid, "task")).Count == 1 && ProcessFiles.TryRead(PathOf(pid, "wchan")) == "do_wait";

    private static string PathOf(int pid, string file) => string.Create(CultureInfo.InvariantCulture, $"/proc/{pid}/{file}");
}
