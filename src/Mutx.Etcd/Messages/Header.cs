namespace Mutx.Etcd.Messages;

/// <summary>The cluster and its revision.</summary>
internal sealed record Header(ulong ClusterId, long Revision);
