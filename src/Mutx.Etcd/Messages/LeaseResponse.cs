using System.Text.Json.Serialization;

namespace Mutx.Etcd.Messages;

/// <summary>The lease, and the seconds it has.</summary>
internal sealed record LeaseResponse(
    Header? Header,
    [property: JsonPropertyName("ID")] long Id,
    [property: JsonPropertyName("TTL")] long Ttl);
