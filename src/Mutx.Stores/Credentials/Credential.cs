using System.Text.Json;
using System.Text.Json.Serialization;

namespace Mutx.Stores.Credentials;

/// <summary>What one needs to be let in somewhere.</summary>
public sealed record Credential
{
    /// <summary>Whose it is: a user's name, an address.</summary>
    public string? Account { get; init; }

    /// <summary>The secrets by their names, <c>apiKey</c> or <c>refreshToken</c> say.</summary>
    public required IReadOnlyDictionary<string, string> Secrets { get; init; }

    /// <summary>From when on it is worth nothing; never, or not known, if null.</summary>
    public DateTimeOffset? Expires { get; init; }

    /// <summary>Members that other versions have added.</summary>
    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Extra { get; set; }

    /// <summary>Leaves the secrets out, so that they don't get into a log by accident.</summary>
    public override string ToString() => $"{nameof(Credential)} {{ {Account} }}";
}
