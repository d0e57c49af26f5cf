using System.Text.Json.Serialization;

namespace Mutx.Stores.Groups;

/// <summary>How the store's file is written; generated at compile time, so that it works trimmed and ahead of time.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true,
    WriteIndented = true)]
[JsonSerializable(typeof(SessionGroup))]
internal sealed partial class GroupJson : JsonSerializerContext;
