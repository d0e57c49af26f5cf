namespace Mutx.Etcd.Messages;

/// <summary>What the value of a lock's key says: for people.</summary>
internal sealed record Holder(string? Name, string? Owner, DateTimeOffset? Since);
