using System.Text.Json;
using System.Text.Json.Serialization;

namespace Mutx.Stores.Bookmarks;

/// <summary>A mark on a session, on one of its messages, or on a range of them.</summary>
public sealed record Bookmark
{
    /// <summary>Its id, by the rule of <see cref="Primitives.ResourceName"/>.</summary>
    public required string Id { get; init; }

    /// <summary>The session it lies in.</summary>
    public required string Session { get; init; }

    /// <summary>The message it lies on, or the first one of a range; the whole session if null.</summary>
    public int? Message { get; init; }

    /// <summary>The last message of a range; null if it is none.</summary>
    public int? LastMessage { get; init; }

    /// <summary>What it is called.</summary>
    public required string Name { get; init; }

    /// <summary>What it is about.</summary>
    public string? Description { get; init; }

    /// <summary>Words to find it by.</summary>
    public IReadOnlyList<string> Tags { get; init => field = value ?? []; } = [];

    /// <summary>When it was first saved; set by the store.</summary>
    public DateTimeOffset Created { get; init; }

    /// <summary>When it was last saved; set by the store.</summary>
    public DateTimeOffset Updated { get; init; }

    /// <summary>Members that other versions have added.</summary>
    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Extra { get; set; }
}
