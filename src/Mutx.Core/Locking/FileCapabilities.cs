namespace Mutx.Locking;

/// <summary>What file locks can do, by method; in one place.</summary>
internal static class FileCapabilities
{
    private static readonly LockCapabilities Kernel = new()
    {
        Features = LockFeatures.BetweenProcesses | LockFeatures.Shared | LockFeatures.Fifo,
        Hold = LockHoldModel.Kernel,
    };

    // Where the place decides: what both methods can do.
    private static readonly LockCapabilities Either = Kernel with { Features = LockFeatures.BetweenProcesses };

    /// <summary>Of a method that was chosen, or may still be by where the file lies.</summary>
    public static LockCapabilities Of(LockMethod method, FileLockOptions options) => method switch
    {
        LockMethod.Kernel => Kernel,
        LockMethod.Claim => new LockCapabilities
        {
            Features = LockFeatures.BetweenProcesses | LockFeatures.BetweenMachines,
            Hold = LockHoldModel.Lease,
            ReleaseBound = options.ClaimStaleAfter,
        },
        _ => Either,
    };
}
