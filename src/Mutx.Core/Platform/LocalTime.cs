using Mutx.Primitives;

#pragma warning disable RS0030 // System.TimeProvider.LocalTimeZone: the clocks of tests have one of their own
#pragma warning disable RS0030 // System.TimeZoneInfo.Local: what it would read has been looked at

namespace Mutx.Platform;

/// <summary>The local time, for what people read: times that are shown, and names that carry one.</summary>
public static class LocalTime
{
    private const string SystemZone = "/etc/localtime";
    private const long HeaderLength = 44; // of tzfile(5); what says that it is shorter may have no end, as files below /proc
    private const long LargestZone = 1 << 20;

    private static TimeZoneInfo? _zone;

    /// <summary>
    /// The time zone of this process's user: what TZ names, else the system's. UTC where that isn't zone data; a FIFO, a
    /// device or a file without end in its place is never opened. Blocks on the disk, once in the life of the process.
    /// </summary>
    public static TimeZoneInfo Zone => _zone ??= Find();

    /// <summary>A moment by the local clock.</summary>
    /// <param name="moment">By any clock.</param>
    public static DateTimeOffset Of(DateTimeOffset moment) => TimeZoneInfo.ConvertTime(moment, Zone);

    /// <summary>The time zone of a clock, which may be a test's own.</summary>
    internal static TimeZoneInfo ZoneOf(TimeProvider clock) => ReferenceEquals(clock, TimeProvider.System) ? Zone : clock.LocalTimeZone;

    private static TimeZoneInfo Find() =>
        OperatingSystem.IsWindows() || IsHarmless(Disk.Current, HostEnvironment.TimeZone, HostEnvironment.TimeZoneDirectory)
            ? TimeZoneInfo.Local
            : TimeZoneInfo.Utc;

    /// <summary>
    /// Whether the base library may read the zone. It reads what stands there, whatever it is. Where a zone has no name it
    /// even reads every file of the directory of zones, to find one; that is left to it only where it is the system's.
    /// Whoever can replace a file between this look and its reading is somebody whom the user's own TZ trusts.
    /// </summary>
    private static bool IsHarmless(Disk disk, string? zone, string? directory)
    {
        const string SystemDirectory = "/usr/share/zoneinfo/";
        string place = directory is null ? SystemDirectory : directory.EndsWith('/') ? directory : directory + "/";
        if (zone is null)
        {
            return (directory is null || LeadsInto(disk, SystemZone, place))
                && IsZoneOrNothing(disk, SystemZone) && IsZoneOrNothing(disk, Path.Combine(place, "localtime"));
        }

        string name = zone.StartsWith(':') ? zone[1..] : zone;
        return name.Length == 0 // UTC
            || ((!Path.IsPathRooted(name) || directory is null || LeadsInto(disk, name, place))
                && IsZoneOrNothing(disk, Path.Combine(place, name)));
    }

    private static bool IsZoneOrNothing(Disk disk, string path)
    {
        try
        {
            return disk.Look(ResolvedPath.Resolve(disk, path).FullPath)
                is null or { Kind: FileKind.Regular, Length: >= HeaderLength and <= LargestZone };
        }
        catch (MutxException e)
        {
            return e.Error is MutxError.NotFound or MutxError.NotADirectory;
        }
    }

    /// <summary>Whether a path is a link into a directory, which gives the zone its name.</summary>
    private static bool LeadsInto(Disk disk, string path, string directory)
    {
        try
        {
            (string parent, string name) = ResolvedPath.Split(path);
            using DiskDirectory open = disk.OpenDirectory(parent);
            return disk.Look(open, name) is { Kind: FileKind.SymbolicLink }
                && Path.GetFullPath(disk.ReadLink(open, name), parent).StartsWith(directory, StringComparison.Ordinal);
        }
        catch (MutxException)
        {
            return false;
        }
    }
}
