using Mutx.Platform;

namespace Mutx.Locking;

/// <summary>Chooses the method of locking.</summary>
internal static class LockSources
{
    /// <summary>The lock on a path. Resolves the path, but creates nothing.</summary>
    public static LockSource ForPath(Disk disk, BoundPath path, FileLockOptions options)
    {
        ResolvedPath anchor = LockPath.Anchor(disk, path, options);
        return ByMethod(disk, anchor, LockPath.For(disk, anchor, options), options);
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
        new KernelLockSource(disk, LockPath.ForRecord((resource as ClaimLockSource)?.Host?.Path ?? resource.Path, record), options);

    private static LockSource ByMethod(Disk disk, in ResolvedPath anchor, string lockFile, FileLockOptions options)
    {
        DirectoryWord word = DirectoryWord.Of(disk, anchor.Directory, options);
        LockMethodChoice choice = LockMethodChoice.For(disk, options, anchor.Directory, word, Path.GetDirectoryName(lockFile)!);
        string[] warnings = SaidOnce.NewsOf(word.Warnings, options.Logger);
        if (choice.Method != LockMethod.Claim)
        {
            return new KernelLockSource(disk, lockFile, options) { Warnings = warnings };
        }

        // A lock file that was named is the claim itself where claims were asked for; else it is the kernel lock's.
        bool isNamed = options.LockFile is not null && choice.IsAskedFor;
        ResolvedPath place = isNamed ? NamedClaim(disk, anchor, options) : anchor with { Name = ClaimName.Of(disk, anchor.Name) };
        var claims = new ClaimAccess(disk, place, options.TimeProvider, options.ClaimStaleAfter, options.Logger);
        return new ClaimLockSource(disk, isNamed ? null : new KernelLockSource(disk, lockFile, options), claims, options, choice.Warning) { Warnings = warnings };
    }

    /// <summary>A claim is renamed and removed, so it is the file that counts, not a link to it.</summary>
    private static ResolvedPath NamedClaim(Disk disk, in ResolvedPath anchor, FileLockOptions options) =>
        options.FollowSymlinks ? ResolvedPath.Resolve(disk, anchor.FullPath) : anchor;
}
