using Mutx.Platform;
using Mutx.Primitives;

namespace Mutx.Interleavings.Tests.Disks;

/// <summary>What is in files and about them: stat, read, write, chmod, chown, utimensat, xattr; and flock.</summary>
internal sealed partial class SimulatedFilesystem
{
    public FileStatus Stat(Inode inode)
    {
        Touch(inode, Access.Status(inode), AccessKind.Read);
        return TellsOfLinks ? inode.Status : inode.Status with { LinkCount = 1, Changed = inode.Modified };
    }

    public int Read(OpenFile file, Span<byte> buffer)
    {
        Touch(file.Inode, Access.Content(file.Inode), AccessKind.Read);
        int length = Math.Clamp(file.Inode.Content.Length - file.Position, 0, buffer.Length);
        file.Inode.Content.AsSpan(file.Position, length).CopyTo(buffer);
        file.Position += length;
        return length;
    }

    public int Write(OpenFile file, ReadOnlySpan<byte> buffer)
    {
        if (!file.CanWrite)
        {
            return Errno.EBADF;
        }

        if (buffer.IsEmpty)
        {
            return 0;
        }

        Inode inode = file.Inode;
        Touch(inode, Access.Content(inode), AccessKind.Write);
        Touch(inode, Access.Status(inode), AccessKind.Write);

        // A new array: what was read before stays what it was.
        var content = new byte[Math.Max(inode.Content.Length, file.Position + buffer.Length)];
        inode.Content.CopyTo(content, 0);
        buffer.CopyTo(content.AsSpan(file.Position));
        inode.Content = content;
        file.Position += buffer.Length;
        inode.Modified = inode.Changed = _clock.Now;
        return 0;
    }

    public void SetMode(Inode inode, UnixFileMode mode)
    {
        Touch(inode, Access.Status(inode), AccessKind.Write);
        inode.Mode = mode;
        inode.Changed = _clock.Now;
    }

    /// <summary>chown(2) as root: it takes set-user-ID away, and set-group-ID where the group may execute.</summary>
    public void SetOwner(Inode inode, uint? owner, uint? group)
    {
        Touch(inode, Access.Status(inode), AccessKind.Write);
        inode.Owner = owner ?? inode.Owner;
        inode.Group = group ?? inode.Group;
        inode.Mode &= ~UnixFileMode.SetUser;
        if (inode.Mode.HasFlag(UnixFileMode.GroupExecute))
        {
            inode.Mode &= ~UnixFileMode.SetGroup;
        }

        inode.Changed = _clock.Now;
    }

    /// <summary>Nobody can tell whether a time was set to what it is already, so that is no change.</summary>
    public void SetTime(Inode inode, DateTimeOffset modified)
    {
        bool changes = inode.Modified != modified || inode.Changed != _clock.Now;
        Touch(inode, Access.Status(inode), changes ? AccessKind.Write : AccessKind.Read);
        inode.Modified = modified;
        inode.Changed = _clock.Now;
    }

    public string? GetAttribute(Inode inode, string name)
    {
        Touch(inode, Access.Status(inode), AccessKind.Read);
        return inode.Attributes?.GetValueOrDefault(name);
    }

    public void SetAttribute(Inode inode, string name, string value)
    {
        Touch(inode, Access.Status(inode), AccessKind.Write);
        (inode.Attributes ??= new(StringComparer.Ordinal))[name] = value;
        inode.Changed = _clock.Now;
    }

    /// <summary>Whether flock(2) would be granted now. Nobody is told: it is no step.</summary>
    public static bool IsLockFree(OpenFile file, LockMode mode) =>
        file.Inode.Lockers.TrueForAll(other => other == file || (mode == LockMode.Shared && other.Held == LockMode.Shared));

    /// <summary>
    /// flock(2) with LOCK_NB, or at a moment at which it is granted. Another mode than the one that is held is not taken in
    /// one step: the old one goes first, and a try that fails has lost it.
    /// </summary>
    public bool TryLock(OpenFile file, LockMode mode)
    {
        if (file.Held == mode)
        {
            Touch(file.Inode, Access.Lock(file.Inode), AccessKind.Read);
            return true;
        }

        bool wasHeld = file.Held is not null;
        bool isFree = IsLockFree(file, mode);
        Touch(file.Inode, Access.Lock(file.Inode), wasHeld || isFree ? AccessKind.Write : AccessKind.Read);
        file.Inode.Lockers.Remove(file);
        file.Held = isFree ? mode : null;
        if (isFree)
        {
            file.Inode.Lockers.Add(file);
        }

        return isFree;
    }

    public void Unlock(OpenFile file)
    {
        Touch(file.Inode, Access.Lock(file.Inode), file.Held is null ? AccessKind.Read : AccessKind.Write);
        file.Inode.Lockers.Remove(file);
        file.Held = null;
    }
}
