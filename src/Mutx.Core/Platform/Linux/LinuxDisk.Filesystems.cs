using System.Globalization;
using Mutx.Interop;

namespace Mutx.Platform;

/// <summary>Linux: what a path lies on.</summary>
internal sealed partial class LinuxDisk
{
    private const long FuseMagic = 0x65735546;

    /// <summary>The types that need a name here; from linux/magic.h and the sources of those that aren't in it.</summary>
    private static readonly Dictionary<long, string> FilesystemNames = new()
    {
        [0xEF53] = "ext4", // and ext2 and ext3, which say the same of themselves
        [0x58465342] = "xfs",
        [BtrfsMagic] = "btrfs",
        [0x2FC12FC1] = "zfs",
        [0xF2F52010] = "f2fs",
        [0x01021994] = "tmpfs",
        [0x794C7630] = "overlay",
        [0x7366746E] = "ntfs3",
        [0x2011BAB0] = "exfat",
        [0x4D44] = "vfat",
        [0x6969] = "nfs",
        [0x517B] = "smb",
        [0xFF534D42] = "cifs",
        [0xFE534D42] = "smb2",
        [0x5346414F] = "afs",
        [0x6B414653] = "afs",
        [0x01021997] = "9p",
        [0x786F4256] = "vboxsf",
        [0xBACBACBC] = "vmhgfs",
        [0x7C7C6673] = "prl_fs",
        [0x53464846] = "drvfs",
        [0x73757245] = "coda",
        [0x00C36400] = "ceph",
        [0x0BD00BD0] = "lustre",
        [0x47504653] = "gpfs",
        [0x01161970] = "gfs2",
        [0x7461636F] = "ocfs2",
        [0x19830326] = "beegfs",
        [0x20030528] = "orangefs",
    };

    public override unsafe FilesystemId LookAtFilesystem(string path)
    {
        long* status = stackalloc long[Libc.StatfsWords];
        int result;
        do
        {
            result = Libc.statfs(path, status);
        }
        while (result != 0 && LastError == Errno.EINTR);

        if (result != 0)
        {
            throw Failure("look at the filesystem of", path);
        }

        // FUSE filesystems have no number of their own there, but each has a device of its own.
        ulong instance = status[0] == FuseMagic ? Look(path)?.Identity.Device ?? 0 : (ulong)status[Libc.StatfsIdWord];
        return new FilesystemId(status[0], instance);
    }

    public override string NameFilesystem(string path, FilesystemId id) =>
        id.Kind == FuseMagic ? MountTable.TypeOf(id.Instance, ProcessFiles.TryRead("/proc/self/mountinfo") ?? "") ?? "fuse"
        : FilesystemNames.TryGetValue(id.Kind, out string? name) ? name
        : string.Create(CultureInfo.InvariantCulture, $"0x{id.Kind:x}");
}
