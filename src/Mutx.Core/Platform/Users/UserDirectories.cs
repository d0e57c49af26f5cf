using System.Globalization;

namespace Mutx.Platform;

/// <summary>
/// Where files of the user go whom this process acts as. The environment is believed only where it names what is this
/// user's own: a program started by sudo or su may have another's, and would leave its files there, or follow links
/// that the other has put there.
/// </summary>
internal static class UserDirectories
{
    /// <summary>
    /// The directory for lock files by the platform's custom, which need not exist yet; null if the user has no home
    /// and no runtime directory.
    /// </summary>
    /// <param name="disk">The disk.</param>
    /// <param name="user">The user this process acts as.</param>
    public static string? Locks(Disk disk, uint user)
    {
        if (OperatingSystem.IsWindows())
        {
            return HostEnvironment.Get("LOCALAPPDATA") is { } local ? Path.Join(local, "mutx", "locks") : null;
        }

        string? cache = OperatingSystem.IsMacOS() ? Below(Home(disk, user), "Library", "Caches") : XdgCache(disk, user) ?? Below(Home(disk, user), ".cache");
        return cache is not null ? Path.Join(cache, "mutx", "locks") : Below(RuntimeDirectory(disk, user), "mutx");
    }

    /// <summary>
    /// The XDG base directory specification: a relative path is to be ignored, and a directory that isn't there yet may
    /// be created. Then what it is to be created in has to be the user's.
    /// </summary>
    private static string? XdgCache(Disk disk, uint user)
    {
        string? cache = HostEnvironment.Get("XDG_CACHE_HOME");
        if (cache is null || !Path.IsPathRooted(cache))
        {
            return null;
        }

        string? existing = Path.GetFullPath(cache);
        while (existing is not null && disk.LookThrough(existing) is null)
        {
            existing = Path.GetDirectoryName(existing);
        }

        return existing is not null && IsOwn(disk, user, existing) ? cache : null;
    }

    private static string? Home(Disk disk, uint user)
    {
        string? named = HostEnvironment.Get("HOME");
        if (named is not null && Path.IsPathRooted(named) && IsOwn(disk, user, named))
        {
            return named;
        }

        return AccountFile.HomeOf(disk, user) is { } home && IsOwn(disk, user, home) ? home : null;
    }

    private static string? RuntimeDirectory(Disk disk, uint user)
    {
        string directory = string.Create(CultureInfo.InvariantCulture, $"/run/user/{user}");
        return IsOwn(disk, user, directory) ? directory : null;
    }

    private static bool IsOwn(Disk disk, uint user, string path) =>
        disk.LookThrough(path) is { Kind: FileKind.Directory } status && status.Owner == user;

    private static string? Below(string? directory, params string[] names) =>
        directory is null ? null : Path.Join([directory, .. names]);
}
