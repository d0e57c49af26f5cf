using System.Text.Json;
using System.Text.Json.Serialization;

namespace Mutx.Stores.Groups;

/// <summary>Sessions that belong together.</summary>
public sealed record SessionGroup
{
    /// <summary>Its id, by the rule of <see cref="Primitives.ResourceName"/>.</summary>
    public required string Id { get; init; }

    /// <summary>What it is called.</summary>
    public required string Name { get; init; }

    /// <summary>The name as a part of a path or an address; made from it if empty.</summary>
    public string Slug { get; init => field = value ?? ""; } = "";

    /// <summary>How far it has come.</summary>
    public SessionStatus Status { get; init; }

    /// <summary>Its sessions.</summary>
    public IReadOnlyList<GroupSession> Sessions { get; init => field = value ?? []; } = [];

    /// <summary>When it was first saved; set by the store.</summary>
    public DateTimeOffset Created { get; init; }

    /// <summary>When it was last saved; set by the store.</summary>
    public DateTimeOffset Updated { get; init; }

    /// <summary>Members that other versions have added.</summary>
    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Extra { get; set; }
}
