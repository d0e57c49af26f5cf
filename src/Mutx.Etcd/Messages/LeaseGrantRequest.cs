using System.Text.Json.Serialization;

namespace Mutx.Etcd.Messages;

/// <summary>lease/grant: a new lease, in seconds.</summary>
internal sealed record LeaseGrantRequest([property: JsonPropertyName("TTL")] long Ttl);
