using System.Text.Json.Serialization;

namespace Mutx.Bench.Modifying;

[JsonSerializable(typeof(Entry))]
internal sealed partial class EntryJson : JsonSerializerContext;
