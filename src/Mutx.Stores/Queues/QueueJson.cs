using System.Text.Json.Serialization;

namespace Mutx.Stores.Queues;

/// <summary>How the store's file is written; generated at compile time, so that it works trimmed and ahead of time.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true,
    WriteIndented = true)]
[JsonSerializable(typeof(QueueContent))]
internal sealed partial class QueueJson : JsonSerializerContext;
