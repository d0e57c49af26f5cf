using System.Text.Json;
using System.Text.Json.Serialization;

namespace Mutx.Stores.Groups;

/// <summary>A session in a group.</summary>
public sealed record GroupSession
{
    /// <summary>Its id, by the rule of <see cref="Primitives.ResourceName"/>.</summary>
    public required string Id { get; init; }

    /// <summary>How far it has come.</summary>
    public SessionStatus Status { get; init; }

    /// <summary>The sessions of the group that have to be completed before it begins.</summary>
    public IReadOnlyList<string> DependsOn { get; init => field = value ?? []; } = [];

    /// <summary>Members that other versions have added.</summary>
    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Extra { get; set; }
}
