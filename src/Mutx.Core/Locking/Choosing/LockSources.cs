using Mutx.Platform;

namespace Mutx.Locking;

/// <summary>Chooses the method of locking.</summary>
internal static class LockSources
{
    /// <summary>The lock on a path. Resolves the path, but creates nothing.</summary>
    public static LockSource ForPath(Disk disk, string path, FileLockOptions options)
    {
        ResolvedPath anchor = LockPath.Anchor(disk, path, options);
        return ByMethod(disk, anchor, LockPath.For(anchor, options), options);
    }

    /// <summary>The lock on a name that is no path; a claim on it stands beside the lock file.</summary>
    public static LockSource ForName(Disk disk, string name, FileLockOptions options)
    {
        string lockFile = LockPath.ForName(disk, name, options);
        var anchor = new ResolvedPath(Path.GetDirectoryName(lockFile)!, Path.GetFileName(lockFile));
        return disk.Look(anchor.Directory) is null && options.Method is not LockMethod.Claim
            ? new KernelLockSource(disk, lockFile, options)
            : ByMethod(disk, anchor, lockFile, options);
    }

    /// <summary>
    /// The lock on one record of what another lock protects. Kernel locks do for records: where the other one is a
    /// claim, which can't be shared, it keeps the records apart already.
    /// </summary>
    public static LockSource ForRecord(Disk disk, LockSource resource, string record, FileLockOptions options) =>
        new KernelLockSource(disk, LockPath.ForRecord((resource as ClaimLockSource)?.Host.Path ?? resource.Path, record), options);

    private static LockSource ByMethod(Disk disk, in ResolvedPath anchor, string lockFile, FileLockOptions options)
    {
        var kernel = new KernelLockSource(disk, lockFile, options);
        LockMethodChoice choice = LockMethodChoice.For(disk, options, anchor.Directory, Path.GetDirectoryName(lockFile)!);
        if (choice.Method != LockMethod.Claim)
        {
            return kernel;
        }

        var claims = new ClaimAccess(disk, anchor, options.TimeProvider, options.ClaimStaleAfter, options.Logger);
        return new ClaimLockSource(kernel, claims, options, choice.Warning);
    }
}
