namespace Mutx.Etcd.Messages;

/// <summary>What came of a step; of a put nothing is read.</summary>
internal sealed record ResponseOp(RangeResponse? ResponseRange);
