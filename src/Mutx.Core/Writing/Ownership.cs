using Mutx.Platform;

namespace Mutx.Writing;

/// <summary>What of a file's owner and group another file has got, and what follows for its permissions.</summary>
/// <param name="Owner">Whether it has the same owner.</param>
/// <param name="Group">Whether it has the same group.</param>
internal readonly record struct Ownership(bool Owner, bool Group)
{
    private const UnixFileMode Privileges = UnixFileMode.SetUser | UnixFileMode.SetGroup;
    private const int GroupBits = 0x38; // 0070
    private const int OwnerToOthers = 6;
    private const int OthersToGroup = 3;
    private const int Everything = 7;

    /// <summary>Gives a file the owner and group of another, as far as privilege allows.</summary>
    public static Ownership Give(Disk disk, DiskFile to, in FileStatus like)
    {
        if (disk.TrySetOwner(to, like.Owner, like.Group))
        {
            return new Ownership(Owner: true, Group: true);
        }

        // The group alone is often allowed where the owner isn't.
        bool group = disk.TrySetOwner(to, null, like.Group);
        return new Ownership(Owner: disk.IsOwn(like), group);
    }

    /// <summary>
    /// A mode that gives nobody more than the old one did: those of a new group were among the others before. Privileges
    /// were given to the old content, not to whatever comes after it.
    /// </summary>
    public UnixFileMode Narrow(UnixFileMode mode)
    {
        int bits = (int)(mode & ~Privileges);
        return (UnixFileMode)(Group ? bits : (bits & ~GroupBits) | ((bits & Everything) << OthersToGroup));
    }

    /// <summary>Whether who owned it can do less with it than before.</summary>
    public bool ShutsOut(UnixFileMode old, UnixFileMode now)
    {
        const int ReadAndWrite = 6;
        int had = ((int)old >> OwnerToOthers) & ReadAndWrite;
        int has = (int)now | (Group ? (int)now >> OthersToGroup : 0);
        return !Owner && (had & ~has) != 0;
    }
}
