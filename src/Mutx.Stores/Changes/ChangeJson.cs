using System.Text.Json.Serialization;

namespace Mutx.Stores.Changes;

/// <summary>How the store's file is written; generated at compile time, so that it works trimmed and ahead of time.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true,
    WriteIndented = true)]
[JsonSerializable(typeof(IndexContent))]
internal sealed partial class ChangeJson : JsonSerializerContext;
