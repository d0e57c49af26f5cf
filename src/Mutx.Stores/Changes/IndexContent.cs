using System.Text.Json;
using System.Text.Json.Serialization;

namespace Mutx.Stores.Changes;

/// <summary>The index as its file holds it: path, then session.</summary>
internal sealed class IndexContent
{
    public Dictionary<string, Dictionary<string, SessionChanges>> Paths { get; set; } = [];

    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Extra { get; set; }

    public void Add(FileChange change)
    {
        if (!Paths.TryGetValue(change.Path, out Dictionary<string, SessionChanges>? sessions))
        {
            sessions = [];
            Paths.Add(change.Path, sessions);
        }

        sessions[change.Session] = SessionChanges.Add(sessions.GetValueOrDefault(change.Session), change);
    }
}
