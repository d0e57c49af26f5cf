using System.Text.Json.Serialization;

namespace Mutx.Stores.Bookmarks;

/// <summary>How the store's file is written; generated at compile time, so that it works trimmed and ahead of time.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true,
    WriteIndented = true)]
[JsonSerializable(typeof(BookmarkBook))]
internal sealed partial class BookmarkJson : JsonSerializerContext;
