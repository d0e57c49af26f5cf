namespace Mutx.Etcd.Messages;

/// <summary>One step of a transaction: one of the two.</summary>
internal sealed record RequestOp
{
    public PutRequest? RequestPut { get; init; }

    public RangeRequest? RequestRange { get; init; }
}
