namespace Mutx.Platform;

/// <summary>The steps that making a directory of locks for several users needs.</summary>
internal abstract partial class Disk
{
    /// <summary>Makes a directory in another, its mode reduced by the umask; false if the name is taken.</summary>
    public abstract bool TryCreateDirectory(DiskDirectory parent, string name, UnixFileMode mode);

    /// <summary>Removes an empty directory; false if there is none of that name.</summary>
    public abstract bool RemoveDirectory(DiskDirectory parent, string name);

    /// <summary>
    /// Gives a directory another one's access list, for itself and for what is created in it, or takes away what it has
    /// where the other has none.
    /// </summary>
    public abstract void CopyAccessList(DiskDirectory from, DiskDirectory to);
}
