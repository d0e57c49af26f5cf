using Mutx.Locking.Claims;
using Mutx.Platform;

namespace Mutx.Locking;

/// <summary>Chooses where a lock lies and by what method it is taken.</summary>
internal static class LockSources
{
    /// <summary>The lock on a path. Resolves the path, but creates nothing.</summary>
    public static LockSource ForPath(Disk disk, string path, FileLockOptions options)
    {
        if (options.LockFile is { } lockFile)
        {
            return AtLockFile(disk, path, LockPath.Resolve(disk, lockFile), options);
        }

        ResolvedPath resource = ResolvedPath.Resolve(disk, path, out FileStatus? found);
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
        if (options.LockFile is { } lockFile)
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
        LockPlace place = ((KernelLockSource)((resource as ClaimLockSource)?.Host ?? resource)).Place;
        return new KernelLockSource(disk, place with { LockFile = LockPath.ForRecord(place.LockFile, record) }, options);
    }

    private static LockSource AtLockFile(Disk disk, string? resource, in ResolvedPath lockFile, FileLockOptions options)
    {
        var place = new LockPlace(LockPlaceKind.File, lockFile.FullPath);
        DirectoryWord word = DirectoryWord.Of(disk, lockFile.Directory, options);
        LockMethodChoice choice = LockMethodChoice.For(disk, options, lockFile.Directory, word, place);
        var warnings = new List<string>(word.Warnings);
        if (resource is not null)
        {
            PlaceWarnings.AddIfOthersLockBeside(warnings, resource, place, disk);
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

        var claims = new ClaimAccess(disk, anchor, options.TimeProvider, options.ClaimStaleAfter, options.Logger);
        return new ClaimLockSource(new KernelLockSource(disk, place, options), claims, options, choice.Warning) { Warnings = news };
    }
}
