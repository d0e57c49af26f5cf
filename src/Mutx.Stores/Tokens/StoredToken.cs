using System.Text.Json;
using System.Text.Json.Serialization;

namespace Mutx.Stores.Tokens;

/// <summary>A token as its file holds it: with the digest of its secret, which is no use to whoever reads it.</summary>
internal sealed record StoredToken
{
    public required string Id { get; init; }

    public required string Name { get; init; }

    public required string Sha256 { get; init; }

    public List<string> Permissions { get; init => field = value ?? []; } = [];

    public DateTimeOffset Created { get; init; }

    public DateTimeOffset? Expires { get; init; }

    public DateTimeOffset? LastUsed { get; init; }

    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Extra { get; set; }

    public bool HasExpired(DateTimeOffset now) => Expires is { } end && now >= end;

    public ApiToken WithoutSecret(DateTimeOffset? lastUsed) => new()
    {
        Id = Id,
        Name = Name,
        Permissions = Permissions,
        Created = Created,
        Expires = Expires,
        LastUsed = lastUsed > LastUsed || LastUsed is null ? lastUsed : LastUsed,
    };
}
