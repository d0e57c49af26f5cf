namespace Mutx.Platform;

/// <summary>Reading directories, by open descriptors alone: a directory swapped for a link meanwhile leads nowhere.</summary>
internal abstract partial class Disk
{
    /// <summary>Opens a directory in another; null if there is none of that name now. A link is none.</summary>
    public abstract DiskDirectory? OpenSubdirectory(DiskDirectory parent, string name);

    /// <summary>What an open directory is.</summary>
    public abstract FileStatus Look(DiskDirectory directory);

    /// <summary>Tells of every name in a directory but <c>.</c> and <c>..</c>, in no order.</summary>
    /// <returns>How many names are left out because no text can stand for them.</returns>
    public abstract int List(DiskDirectory directory, DirectoryEntryVisitor visit);

    /// <summary>
    /// Opens a lock file for removal, for writing where that is allowed; null if there is no regular file of that name.
    /// Creates nothing, follows no link, never hangs.
    /// </summary>
    public abstract DiskFile? OpenExistingLockFile(DiskDirectory directory, string name);
}
