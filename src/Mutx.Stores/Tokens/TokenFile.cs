using System.Text.Json;
using System.Text.Json.Serialization;

namespace Mutx.Stores.Tokens;

/// <summary>All tokens as their file holds them.</summary>
internal sealed class TokenFile
{
    public List<StoredToken> Tokens { get; set; } = [];

    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Extra { get; set; }
}
