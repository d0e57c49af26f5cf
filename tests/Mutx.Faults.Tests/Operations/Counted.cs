using System.Text.Json.Serialization;

namespace Mutx.Faults.Tests.Operations;

/// <summary>A record that counts.</summary>
internal sealed record Counted(int Count)
{
    /// <summary>What makes it longer.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Filler { get; init; }
}
