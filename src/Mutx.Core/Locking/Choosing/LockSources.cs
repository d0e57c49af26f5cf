using Mutx.Platform;

namespace Mutx.Locking;

/// <summary>Chooses where a lock lies and by what method it is taken.</summary>
internal static class LockSources
{
    /// <summary>The lock on a path. Resolves the path, but creates nothing, unless the options ask for a <c>.locks</c>.</summary>
    /// <param name="disk">The disk.</param>
    /// <param name="path">The path.</param>
    /// <param name="options">How.</param>
    /// <param name="known">What stands there, if somebody has just looked; no link.</param>
    public static LockSource ForPath(Disk disk, BoundPath path, FileLockOptions options, FileStatus? known = null)
    {
        if (options.BoundLockFile is { } lockFile)
        {
            return AtLockFile(disk, path, LockPath.Resolve(disk, lockFile), options);
        }

        ResolvedPath resource = ResolvedPath.Resolve(disk, path, known, out FileStatus? found);
        if (options.CreateSharedLocks)
        {
            SharedLocks.Ensure(disk, resource.Directory, options);
        }

        DirectoryWord word = DirectoryWord.Of(disk, resource.Directory, options);
        LockPlace place = LockPlaces.ForPath(disk, resource, word, options);
        LockMethodChoice choice = LockMethodChoice.For(disk, options, resource.Directory, word, place);
        if (!choice.KernelLocksReach)
        {
            place = LockPlaces.ForHost(disk, resource, options);
        }

        var warnings = new List<string>(word.Warnings);
        PlaceWarnings.Add(warnings, new PlaceFacts(path, place, word, found), choice.Method, disk, options);
        return Of(disk, resource, place, choice, warnings, options);
    }

    /// <summary>The lock on a name that is no path; a claim on it stands beside the lock file.</summary>
    public static LockSource ForName(Disk disk, string name, FileLockOptions options)
    {
        if (options.BoundLockFile is { } lockFile)
        {
            return AtLockFile(disk, null, LockPath.Resolve(disk, lockFile), options);
        }

        LockPlace place = LockPlaces.ForName(disk, name, options);
        return disk.Look(place.Directory) is null && options.Method is not LockMethod.Claim
            ? new KernelLockSource(disk, place, options)
            : InLockDirectory(disk, place, options);
    }

    /// <summary>
    /// The lock on one record of what another lock protects. Kernel locks do for records: where the other one is a
    /// claim, which can't be shared, it keeps the records apart already.
    /// </summary>
    public static LockSource ForRecord(Disk disk, LockSource resource, string record, FileLockOptions options)
    {
        // Where a claim stands at the named lock file itself there is no other: records' locks lie beside it.
        LockPlace place = ((resource as ClaimLockSource)?.Host ?? resource) is KernelLockSource kernel
            ? kernel.Place
            : new LockPlace(LockPlaceKind.File, resource.Path);
        return new KernelLockSource(disk, place with { LockFile = LockPath.ForRecord(place.LockFile, record) }, options);
    }

    private static LockSource AtLockFile(Disk disk, BoundPath? resource, in ResolvedPath lockFile, FileLockOptions options)
    {
        var place = new LockPlace(LockPlaceKind.File, lockFile.FullPath);
        DirectoryWord word = DirectoryWord.Of(disk, lockFile.Directory, options);
        LockMethodChoice choice = LockMethodChoice.For(disk, options, lockFile.Directory, word, place);
        var warnings = new List<string>(word.Warnings);
        if (resource is { } named)
        {
            PlaceWarnings.AddIfOthersLockBeside(warnings, named, place, disk);
        }

        return Of(disk, lockFile, place, choice, warnings, options);
    }

    private static LockSource InLockDirectory(Disk disk, LockPlace place, FileLockOptions options)
    {
        var anchor = new ResolvedPath(place.Directory, Path.GetFileName(place.LockFile));
        DirectoryWord word = DirectoryWord.Of(disk, anchor.Directory, options);
        LockMethodChoice choice = LockMethodChoice.For(disk, options, anchor.Directory, word, place);
        return Of(disk, anchor, place, choice, word.Warnings, options);
    }

    private static LockSource Of(
        Disk disk, in ResolvedPath anchor, LockPlace place, LockMethodChoice choice, IReadOnlyList<string> warnings, FileLockOptions options)
    {
        string[] news = SaidOnce.NewsOf(warnings, options.Logger);
        if (choice.Method != LockMethod.Claim)
        {
            return new KernelLockSource(disk, place, options) { Warnings = news };
        }

        // A lock file that was named is the claim itself where claims were asked for; else it is the kernel lock's.
        bool isNamed = place.Kind == LockPlaceKind.File && choice.IsAskedFor;
        ResolvedPath claim = isNamed ? NamedClaim(disk, anchor, options) : anchor with { Name = ClaimName.Of(disk, anchor.Name) };
        var claims = new ClaimAccess(disk, claim, options.TimeProvider, options.ClaimStaleAfter, options.Logger, options.LockFileMode);
        return new ClaimLockSource(disk, isNamed ? null : new KernelLockSource(disk, place, options), claims, options, choice.Warning) { Warnings = news };
    }

    /// <summary>A claim is renamed and removed, so it is the file that counts, not a link to it.</summary>
    private static ResolvedPath NamedClaim(Disk disk, in ResolvedPath anchor, FileLockOptions options) =>
        options.FollowSymlinks ? ResolvedPath.Resolve(disk, anchor.FullPath) : anchor;
}
