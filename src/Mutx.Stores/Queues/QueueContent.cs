using System.Text.Json;
using System.Text.Json.Serialization;

namespace Mutx.Stores.Queues;

/// <summary>A queue as its file holds it.</summary>
internal sealed class QueueContent
{
    public QueueState State { get; set; }

    /// <summary>The number of the next command; never goes back, so that no id is given twice.</summary>
    public long Next { get; set; } = 1;

    public List<QueuedCommand> Commands { get; set; } = [];

    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Extra { get; set; }

    public int IndexOf(string id) => Commands.FindIndex(command => command.Id == id);
}
