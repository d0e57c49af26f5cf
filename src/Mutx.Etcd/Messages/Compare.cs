namespace Mutx.Etcd.Messages;

/// <summary>A condition of a transaction.</summary>
internal sealed record Compare(string Result, string Target, byte[] Key, byte[]? RangeEnd);
