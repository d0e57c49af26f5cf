namespace Mutx.Platform;

/// <summary>
/// A path that leads to the same place whatever becomes of the current directory. It is bound where an object is made that
/// will use it later.
/// </summary>
/// <param name="Full">The absolute path. Links and <c>..</c> in it are as they were typed: taken apart as text, <c>link/..</c> would lead elsewhere.</param>
/// <param name="Shown">The path as it was typed, for messages.</param>
internal readonly record struct BoundPath(string Full, string Shown)
{
    /// <summary>Binds a path to the current directory as it is now.</summary>
    public static BoundPath Of(string path) => new(Absolute(path), path);

    /// <summary>A path that is used at once. A relative one stays relative, which spares a walk down from the root.</summary>
    public static BoundPath ForNow(string path) => new(path, path);

    /// <summary>The directory part and the last name, as <see cref="ResolvedPath.Split"/> has them.</summary>
    public (BoundPath Parent, string Name) Split()
    {
        (string shown, string name) = ResolvedPath.Split(Shown);
        return (new BoundPath(ResolvedPath.Split(Full).Parent, shown), name);
    }

    private static string Absolute(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            // Windows itself takes paths apart as text, and knows relative ones that begin with a drive.
            return Path.GetFullPath(path);
        }

        if (Path.IsPathRooted(path))
        {
            return path;
        }

        try
        {
            return Path.Join(Environment.CurrentDirectory, path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The current directory is gone, or lies where nothing may be read: what uses the path says so.
            return path;
        }
    }
}
