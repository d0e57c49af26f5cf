using System.Collections.Concurrent;
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

    private static readonly ConcurrentDictionary<FilesystemId, Filesystem> Seen = new();

    private static readonly HashSet<string> Reliable = new(StringComparer.Ordinal)
    {
        "ext2", "ext3", "ext4", "xfs", "btrfs", "zfs", "f2fs", "tmpfs", "overlay", "fuseblk",
        "apfs", "hfs", "ntfs", "ntfs3", "refs",
    };

    /// <summary>Network and cluster filesystems, and directories that a virtual machine shares with its host.</summary>
    private static readonly HashSet<string> Unreliable = new(StringComparer.Ordinal)
    {
        "nfs", "nfs4", "smb", "smb2", "smb3", "cifs", "smbfs", "afs", "afpfs", "webdav", "9p", "coda",
        "ceph", "lustre", "gpfs", "gfs2", "ocfs2", "beegfs", "orangefs",
        "vboxsf", "vmhgfs", "prl_fs", "drvfs", "virtiofs",
    };

    /// <summary>Network filesystems among those in user space, by their subtype.</summary>
    private static readonly HashSet<string> UnreliableFuse = new(StringComparer.Ordinal)
    {
        "sshfs", "rclone", "s3fs", "goofys", "gcsfuse", "blobfuse", "blobfuse2", "mount-s3", "juicefs", "JuiceFS",
        "glusterfs", "ceph", "ceph-fuse", "mfs", "moosefs", "lizardfs", "saunafs", "weed", "seaweedfs", "beegfs",
        "davfs", "davfs2", "curlftpfs", "smbnetfs", "fuse-nfs", "nfs", "cifs", "gvfsd-fuse", "kio-fuse",
        "vmhgfs-fuse", "prl_fsd", "grpcfuse", "osxfs", "google-drive-ocamlfuse", "onedriver", "ipfs", "hdfs",
    };

    /// <summary>What a path that exists lies on. Asks the system at most once per filesystem for more than a number.</summary>
    /// <exception cref="MutxException">The path doesn't exist or can't be looked at.</exception>
    public static Filesystem Of(Disk disk, string path, ILogger logger)
    {
        FilesystemId id = disk.LookAtFilesystem(path);
        if (Seen.TryGetValue(id, out Filesystem? known))
        {
            return known;
        }

        string type = disk.NameFilesystem(path, id);
        var found = new Filesystem(type, Classify(type));
        if (!Seen.TryAdd(id, found))
        {
            return Seen[id];
        }

        logger.FilesystemProbed(path, type, found.Trust);
        return found;
    }

    /// <summary>What kernel locks are worth on a filesystem of this type.</summary>
    public static LockTrust Classify(string type)
    {
        bool isFuse = type.StartsWith(FusePrefix, StringComparison.Ordinal);
        return Reliable.Contains(type) ? LockTrust.Reliable
            : Unreliable.Contains(type) || type.StartsWith("remote ", StringComparison.Ordinal) ? LockTrust.Unreliable
            : isFuse && UnreliableFuse.Contains(type[FusePrefix.Length..]) ? LockTrust.Unreliable
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
        string name = $".{Convert.ToHexStringLower(RandomDigits(disk))}.mutx.probe";
        using DiskFile? first = disk.CreateNew(open, name, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        if (first is null)
        {
            return LocksExclude(disk, directory);
        }

        try
        {
            using DiskFile second = disk.OpenLockFile(open.PathOf(name), UnixFileMode.UserRead, SymbolicLinks.Refuse);
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

    private static byte[] RandomDigits(Disk disk)
    {
        var digits = new byte[8];
        disk.FillRandom(digits);
        return digits;
    }
}
