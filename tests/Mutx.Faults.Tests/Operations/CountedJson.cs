using System.Text.Json.Serialization;

namespace Mutx.Faults.Tests.Operations;

[JsonSerializable(typeof(Counted))]
internal sealed partial class CountedJson : JsonSerializerContext;
