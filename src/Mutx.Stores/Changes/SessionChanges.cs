using System.Text.Json;
using System.Text.Json.Serialization;

namespace Mutx.Stores.Changes;

/// <summary>What a session did to a file.</summary>
public sealed record SessionChanges
{
    /// <summary>How often it changed the file.</summary>
    public int Count { get; init; }

    /// <summary>When it did so first.</summary>
    public DateTimeOffset First { get; init; }

    /// <summary>When it did so last.</summary>
    public DateTimeOffset Last { get; init; }

    /// <summary>By what means, each once, in the order of the alphabet.</summary>
    public IReadOnlyList<string> Tools { get; init => field = value ?? []; } = [];

    /// <summary>Members that other versions have added.</summary>
    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Extra { get; set; }

    internal static SessionChanges Add(SessionChanges? before, FileChange change) => before is null
        ? new SessionChanges { Count = 1, First = change.Time, Last = change.Time, Tools = [change.Tool] }
        : before with
        {
            Count = before.Count + 1,
            First = change.Time < before.First ? change.Time : before.First,
            Last = change.Time > before.Last ? change.Time : before.Last,
            Tools = before.Tools.Contains(change.Tool, StringComparer.Ordinal)
                ? before.Tools
                : [.. before.Tools.Append(change.Tool).Order(StringComparer.Ordinal)],
        };
}
