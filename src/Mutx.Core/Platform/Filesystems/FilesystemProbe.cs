using Microsoft.Extensions.Logging;
using Mutx.Diagnostics;
using Mutx.Primitives;

namespace Mutx.Platform;

/// <summary>
/// What a path lies on, and whether kernel locks can be trusted there. The type of the filesystem decides: no test on
/// one host can show that another host is excluded. Each filesystem is looked at once.
/// </summary>
internal static class FilesystemProbe
{
    private const string FusePrefix = "fuse.";

    /// <summary>Those that were looked at: few, and never forgotten. The array is replaced as a whole and read without a lock.</summary>
    private static (FilesystemId Id, Filesystem Filesystem)[] _seen = [];

    /// <summary>What a path that exists lies on. Asks the system at most once per filesystem for more than a number.</summary>
    /// <exception cref="MutxException">The path doesn't exist or can't be looked at.</exception>
    public static Filesystem Of(Disk disk, string path, ILogger logger)
    {
        FilesystemId id = disk.LookAtFilesystem(path);
        if (Known(Volatile.Read(ref _seen), id) is { } known)
        {
            return known;
        }

        string type = disk.NameFilesystem(path, id);
        var found = new Filesystem(type, Classify(type));
        while (true)
        {
            (FilesystemId, Filesystem)[] seen = Volatile.Read(ref _seen);
            if (Known(seen, id) is { } other)
            {
                return other;
            }

            if (Interlocked.CompareExchange(ref _seen, [.. seen, (id, found)], seen) == seen)
            {
                logger.FilesystemProbed(path, type, found.Trust);
                return found;
            }
        }
    }

    /// <summary>What kernel locks are worth on a filesystem of this type.</summary>
    public static LockTrust Classify(string type)
    {
        bool isFuse = type.StartsWith(FusePrefix, StringComparison.Ordinal);
        return IsReliable(type) ? LockTrust.Reliable
            : IsUnreliable(type) || type.StartsWith("remote ", StringComparison.Ordinal) ? LockTrust.Unreliable
            : isFuse && IsUnreliableFuse(type[FusePrefix.Length..]) ? LockTrust.Unreliable
            : LockTrust.Unknown;
    }

    /// <summary>
    /// Tries a kernel lock out in a directory: a file opened twice, locked exclusively by one, must refuse the other.
    /// That unmasks filesystems that have no locks and those that grant every one; it says nothing of other hosts.
    /// </summary>
    /// <returns>Whether the lock refused the second; false too where there are no locks.</returns>
    /// <exception cref="MutxException">No file can be created in the directory.</exception>
    public static bool LocksExclude(Disk disk, string directory)
    {
        using DiskDirectory open = disk.OpenDirectory(directory);
        return LocksExclude(disk, open);
    }

    /// <inheritdoc cref="LocksExclude(Disk, string)"/>
    public static bool LocksExclude(Disk disk, DiskDirectory open)
    {
        string name = $".{Convert.ToHexStringLower(RandomDigits(disk))}.mutx.probe";
        using DiskFile? first = disk.CreateNew(open, name, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        if (first is null)
        {
            return LocksExclude(disk, open);
        }

        try
        {
            using DiskFile second = disk.OpenExistingLockFile(open, name) ?? throw Vanished(open.PathOf(name));
            bool excludes = disk.TryLock(first, LockMode.Exclusive) && !disk.TryLock(second, LockMode.Exclusive);
            if (excludes)
            {
                disk.Unlock(first);
            }

            return excludes;
        }
        catch (MutxException e) when (e.Error == MutxError.LocksUnsupported)
        {
            return false;
        }
        finally
        {
            disk.Remove(open, name);
        }
    }

    private static Filesystem? Known((FilesystemId Id, Filesystem Filesystem)[] seen, FilesystemId id)
    {
        foreach ((FilesystemId each, Filesystem filesystem) in seen)
        {
            if (each.Kind == id.Kind && each.Instance == id.Instance)
            {
                return filesystem;
            }
        }

        return null;
    }

    // Patterns, not sets: those would be filled at every start of a program for the one question it asks.
    private static bool IsReliable(string type) => type is
        "ext2" or "ext3" or "ext4" or "xfs" or "btrfs" or "zfs" or "f2fs" or "tmpfs" or "overlay" or "fuseblk"
        or "apfs" or "hfs" or "ntfs" or "ntfs3" or "refs";

    /// <summary>Network and cluster filesystems, and directories that a virtual machine shares with its host.</summary>
    private static bool IsUnreliable(string type) => type is
        "nfs" or "nfs4" or "smb" or "smb2" or "smb3" or "cifs" or "smbfs" or "afs" or "afpfs" or "webdav" or "9p" or "coda"
        or "ceph" or "lustre" or "gpfs" or "gfs2" or "ocfs2" or "beegfs" or "orangefs"
        or "vboxsf" or "vmhgfs" or "prl_fs" or "drvfs" or "virtiofs";

    /// <summary>Network filesystems among those in user space, by their subtype.</summary>
    private static bool IsUnreliableFuse(string subtype) => subtype is
        "sshfs" or "rclone" or "s3fs" or "goofys" or "gcsfuse" or "blobfuse" or "blobfuse2" or "mount-s3" or "juicefs" or "JuiceFS"
        or "glusterfs" or "ceph" or "ceph-fuse" or "mfs" or "moosefs" or "lizardfs" or "saunafs" or "weed" or "seaweedfs" or "beegfs"
        or "davfs" or "davfs2" or "curlftpfs" or "smbnetfs" or "fuse-nfs" or "nfs" or "cifs" or "gvfsd-fuse" or "kio-fuse"
        or "vmhgfs-fuse" or "prl_fsd" or "grpcfuse" or "osxfs" or "google-drive-ocamlfuse" or "onedriver" or "ipfs" or "hdfs";

    private static MutxException Vanished(string path) =>
        new(MutxError.NotFound, $"cannot try out locks: '{path}' was removed by somebody else") { Path = path };

    private static byte[] RandomDigits(Disk disk)
    {
        var digits = new byte[8];
        disk.FillRandom(digits);
        return digits;
    }
}
