namespace Mutx.Platform;

/// <summary>The types of filesystems that need a name here, by the number that statfs(2) gives: from linux/magic.h and the
/// sources of those that aren't in it.</summary>
internal static class FilesystemNames
{
    /// <summary>The name, or null.</summary>
    public static string? Of(long kind) => kind switch
    {
        0xEF53 => "ext4", // and ext2 and ext3, which say the same of themselves
        0x58465342 => "xfs",
        0x9123683E => "btrfs",
        0x2FC12FC1 => "zfs",
        0xF2F52010 => "f2fs",
        0x01021994 => "tmpfs",
        0x794C7630 => "overlay",
        0x7366746E => "ntfs3",
        0x2011BAB0 => "exfat",
        0x4D44 => "vfat",
        0x6969 => "nfs",
        0x517B => "smb",
        0xFF534D42 => "cifs",
        0xFE534D42 => "smb2",
        0x5346414F => "afs",
        0x6B414653 => "afs",
        0x01021997 => "9p",
        0x786F4256 => "vboxsf",
        0xBACBACBC => "vmhgfs",
        0x7C7C6673 => "prl_fs",
        0x53464846 => "drvfs",
        0x73757245 => "coda",
        0x00C36400 => "ceph",
        0x0BD00BD0 => "lustre",
        0x47504653 => "gpfs",
        0x01161970 => "gfs2",
        0x7461636F => "ocfs2",
        0x19830326 => "beegfs",
        0x20030528 => "orangefs",
        _ => null,
    };
}
