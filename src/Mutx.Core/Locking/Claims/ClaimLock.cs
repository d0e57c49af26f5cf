using Mutx.Primitives;

namespace Mutx.Locking;

/// <summary>A claim that is held, and before it the kernel lock that keeps this host's own processes in line.</summary>
internal sealed class ClaimLock(HeldLock? host, Claim claim, string? warning) : HeldLock
{
    public override string Path => claim.Path;

    public override LockMethod Method => LockMethod.Claim;

    public override LockLoss Loss => claim.Loss;

    public override string? Warning => warning;

    /// <summary>Looks at the claim itself: one who was stopped for too long finds out here, before its next step.</summary>
    public override void EnsureHeld()
    {
        if (!claim.IsHeld())
        {
            throw new LockLostException($"the lock is lost: the claim '{Path}' is no longer ours")
            {
                Path = Path,
                Hint = "this process was stopped, or cut off from the filesystem, for longer than a claim lasts; start again",
            };
        }
    }

    public override void Downgrade() => throw NotPossible("a claim can't be shared");

    public override void MakeInheritable() => throw NotPossible("a claim can't be inherited: somebody has to keep it fresh");

    public override void Release()
    {
        try
        {
            claim.Dispose();
        }
        finally
        {
            host?.Release();
        }
    }

    private MutxException NotPossible(string why) => new(MutxError.NotSupported, $"cannot do that with '{Path}': {why}")
    {
        Path = Path,
    };
}
