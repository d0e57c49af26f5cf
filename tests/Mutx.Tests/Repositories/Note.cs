using System.Text.Json;
using System.Text.Json.Serialization;

namespace Mutx.Tests.Repositories;

public sealed class Note
{
    public string Text { get; set; } = "";

    public List<int> Numbers { get; set; } = [];

    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Extra { get; set; }
}
