#pragma warning disable RS0030 // System.Environment.GetEnvironmentVariable: this is the one place that reads it for the library

namespace Mutx.Platform;

/// <summary>The one place that reads the environment.</summary>
internal static class HostEnvironment
{
    /// <summary>A variable's value; null if it is unset or empty, which mean the same everywhere here.</summary>
    public static string? Get(string name)
    {
        string? value = Environment.GetEnvironmentVariable(name);
        return string.IsNullOrEmpty(value) ? null : value;
    }

    /// <summary>A file that is always empty.</summary>
    public static string NullDevice => OperatingSystem.IsWindows() ? "NUL" : "/dev/null";

    /// <summary>The directory for lock files that the environment names.</summary>
    public static string? LockDirectory => Get("MUTX_LOCK_DIR");

    /// <summary>What the environment says excludes the others, as it stands there.</summary>
    public static string? LockMethod => Get("MUTX_LOCK_METHOD");

    /// <summary>
    /// The user's cache directory by the platform's custom, or null if there is no home. A relative
    /// <c>XDG_CACHE_HOME</c> is to be ignored, says the XDG base directory specification.
    /// </summary>
    public static string? CacheDirectory
    {
        get
        {
            if (OperatingSystem.IsWindows())
            {
                return Get("LOCALAPPDATA");
            }

            string? home = Get("HOME");
            if (OperatingSystem.IsMacOS())
            {
                return home is null ? null : Path.Join(home, "Library", "Caches");
            }

            string? cache = Get("XDG_CACHE_HOME");
            return cache is not null && Path.IsPathRooted(cache) ? cache
                : home is not null && Path.IsPathRooted(home) ? Path.Join(home, ".cache")
                : null;
        }
    }
}
