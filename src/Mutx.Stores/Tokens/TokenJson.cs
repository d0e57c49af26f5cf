using System.Text.Json.Serialization;

namespace Mutx.Stores.Tokens;

/// <summary>How the store's file is written; generated at compile time, so that it works trimmed and ahead of time.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true,
    WriteIndented = true)]
[JsonSerializable(typeof(TokenFile))]
internal sealed partial class TokenJson : JsonSerializerContext;
