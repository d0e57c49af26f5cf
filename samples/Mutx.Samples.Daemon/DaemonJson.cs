using System.Text.Json.Serialization;
using Mutx.Stores.Bookmarks;
using Mutx.Stores.Queues;

namespace Mutx.Samples.Daemon;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true)]
[JsonSerializable(typeof(CommandBody))]
[JsonSerializable(typeof(BookmarkBody))]
[JsonSerializable(typeof(QueueSummary))]
[JsonSerializable(typeof(QueuedCommand))]
[JsonSerializable(typeof(Bookmark))]
[JsonSerializable(typeof(IReadOnlyList<Bookmark>))]
[JsonSerializable(typeof(ErrorBody))]
internal sealed partial class DaemonJson : JsonSerializerContext;
