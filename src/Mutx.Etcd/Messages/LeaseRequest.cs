using System.Text.Json.Serialization;

namespace Mutx.Etcd.Messages;

/// <summary>lease/keepalive and lease/revoke: which lease.</summary>
internal sealed record LeaseRequest([property: JsonPropertyName("ID")] long Id);
