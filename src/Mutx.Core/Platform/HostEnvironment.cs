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

    /// <summary>TZ as it stands there: empty means UTC, and unset the system's zone.</summary>
    public static string? TimeZone => Environment.GetEnvironmentVariable("TZ");

    /// <summary>TZDIR as it stands there.</summary>
    public static string? TimeZoneDirectory => Environment.GetEnvironmentVariable("TZDIR");
}
