using Mutx.Platform;

namespace Mutx.Interleavings.Tests.Disks;

/// <summary>Names: linkat, unlinkat, renameat2, getdents.</summary>
internal sealed partial class SimulatedFilesystem
{
    /// <summary>linkat(2). A file that has lost its last name can't get another, but for one that was created without.</summary>
    public int Link(Inode inode, Inode directory, string name)
    {
        if (Lookup(directory, name) is not null)
        {
            return Errno.EEXIST;
        }

        Touch(Access.Status(inode), AccessKind.Read);
        if (inode.Kind == FileKind.Directory)
        {
            return Errno.EPERM;
        }

        if (inode.Links == 0 && !inode.AwaitsName)
        {
            return Errno.ENOENT;
        }

        inode.AwaitsName = false;
        Enter(directory, name, inode);
        return 0;
    }

    public int Unlink(Inode directory, string name)
    {
        if (Lookup(directory, name) is not { } inode)
        {
            return Errno.ENOENT;
        }

        if (inode.Kind == FileKind.Directory)
        {
            return Errno.EISDIR;
        }

        Touch(Access.Entry(directory, name), AccessKind.Write);
        Touch(Access.Names(directory), AccessKind.Change);
        directory.Entries.Remove(name);
        Relink(inode, -1);
        Unnamed?.Invoke(directory, name, inode);
        return 0;
    }

    /// <summary>renameat2(2), of anything but directories. Two names of one file: nothing is done, and that is success.</summary>
    public int Rename(Inode fromDirectory, string from, Inode toDirectory, string to, RenameMode mode)
    {
        if (Lookup(fromDirectory, from) is not { } inode)
        {
            return Errno.ENOENT;
        }

        Inode? there = Lookup(toDirectory, to);
        if (mode == RenameMode.NoReplace && there is not null)
        {
            return Errno.EEXIST;
        }

        if (mode == RenameMode.Exchange && there is null)
        {
            return Errno.ENOENT;
        }

        if (ReferenceEquals(inode, there))
        {
            return 0;
        }

        if (there?.Kind == FileKind.Directory && mode == RenameMode.Replace)
        {
            return Errno.EISDIR;
        }

        Touch(Access.Entry(fromDirectory, from), AccessKind.Write);
        Touch(Access.Names(fromDirectory), AccessKind.Change);
        fromDirectory.Entries.Remove(from);
        if (there is not null && mode == RenameMode.Exchange)
        {
            fromDirectory.Entries[from] = there;
            Relink(there, 0);
            Named?.Invoke(fromDirectory, from, there);
        }
        else if (there is not null)
        {
            Relink(there, -1);
        }

        Touch(Access.Entry(toDirectory, to), AccessKind.Write);
        Touch(Access.Names(toDirectory), AccessKind.Change);
        toDirectory.Entries[to] = inode;
        Relink(inode, 0);
        Named?.Invoke(toDirectory, to, inode);
        return 0;
    }

    public (string Name, FileKind Kind)[] List(Inode directory)
    {
        Touch(Access.Names(directory), AccessKind.Read);
        return [.. directory.Entries.Select(each => (each.Key, each.Value.Kind))];
    }
}
