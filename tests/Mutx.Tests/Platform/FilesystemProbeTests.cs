using Microsoft.Extensions.Logging.Abstractions;
using Mutx.Platform;
using Mutx.TestKit;

namespace Mutx.Tests.Platform;

public sealed class FilesystemProbeTests
{
    [Theory]
    [InlineData("ext4 xfs btrfs zfs f2fs tmpfs apfs hfs ntfs refs overlay fuseblk ext2 ext3", LockTrust.Reliable)]
    [InlineData("nfs nfs4 smb cifs smb2 afs 9p fuse.sshfs fuse.rclone fuse.s3fs fuse.glusterfs vboxsf vmhgfs drvfs virtiofs", LockTrust.Unreliable)]
    [InlineData("fuse.bindfs fuse fuse.mergerfs exfat vfat 0x1234 sshfs", LockTrust.Unknown)]
    public void Filesystems_are_classed_by_their_type(string types, object trust)
    {
        Assert.All(types.Split(' '), type => Assert.Equal((LockTrust)trust, FilesystemProbe.Classify(type)));
    }

    [Fact]
    public void What_is_remote_by_the_system_s_own_word_is_unreliable_whatever_it_is_called()
    {
        Assert.Equal(LockTrust.Unreliable, FilesystemProbe.Classify("remote ntfs"));
    }

    [Fact]
    public void A_type_is_found_in_the_table_of_mounts_by_the_device()
    {
        const string Table = """
            22 28 0:20 / /proc rw,relatime shared:5 - proc proc rw
            90 28 0:45 / /mnt/with\040space rw shared:1 master:7 - fuse.sshfs user@host:/a - b rw,user_id=0
            91 28 0:46 / /mnt/x rw - fuseblk /dev/sdb1 rw
            broken
            """;
        Assert.Equal("fuse.sshfs", MountTable.TypeOf(45, Table));
        Assert.Equal("fuseblk", MountTable.TypeOf(46, Table));
        Assert.Null(MountTable.TypeOf(47, Table));
        Assert.Null(MountTable.TypeOf(45, ""));
    }

    [Fact]
    public void Here_kernel_locks_exclude_and_the_test_leaves_nothing()
    {
        using TempDirectory directory = new();
        Assert.True(FilesystemProbe.LocksExclude(Disk.Current, directory.Path));
        directory.AssertEntries();
        Assert.NotEqual(LockTrust.Unreliable, FilesystemProbe.Of(Disk.Current, directory.Path, NullLogger.Instance).Trust);
    }
}
