using System.Text.Json.Serialization;
using Mutx.Stores.Bookmarks;
using Mutx.Stores.Changes;
using Mutx.Stores.Credentials;
using Mutx.Stores.Groups;
using Mutx.Stores.Queues;
using Mutx.Stores.Tokens;

namespace Mutx.Stores;

/// <summary>How the stores' files are written; generated at compile time, so that it works trimmed and ahead of time.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true,
    WriteIndented = true)]
[JsonSerializable(typeof(QueueContent))]
[JsonSerializable(typeof(BookmarkBook))]
[JsonSerializable(typeof(SessionGroup))]
[JsonSerializable(typeof(TokenFile))]
[JsonSerializable(typeof(IndexContent))]
[JsonSerializable(typeof(Credential))]
internal sealed partial class StoreJson : JsonSerializerContext;
