using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using Mutx.Interop;

namespace Mutx.Platform;

/// <summary>The calls that macOS has for itself.</summary>
internal sealed partial class MacDisk : UnixDisk
{
    private const int NoFollow = 0x20; // AT_SYMLINK_NOFOLLOW

    private static bool IsIntel => RuntimeInformation.ProcessArchitecture == Architecture.X64;

    public override FileStatus? Look(DiskDirectory directory, string name) =>
        LookAt(directory.Handle, name) ?? (LastError is Errno.ENOENT ? null : throw Failure("look at", directory.PathOf(name)));

    public override FileStatus? Look(string path) =>
        LookAt(CurrentDirectory, path) ?? (LastError is Errno.ENOENT or Errno.ENOTDIR ? null : throw Failure("look at", path));

    public override FileStatus? LookThrough(string path) => LookAt(CurrentDirectory, path, flags: 0);

    public override FileStatus Look(DiskFile file)
    {
        int result = IsIntel
            ? LibSystem.fstat_x64(file.Handle, out StatBuffer buffer)
            : LibSystem.fstat(file.Handle, out buffer);
        return result == 0 ? Status(buffer) : throw Failure("look at", file.Path);
    }

    public override DiskFile Reopen(DiskFile file)
    {
        SafeFileHandle? handle = Open(CurrentDirectory, file.Path, Libc.O_RDONLY | Libc.O_CLOEXEC | Libc.O_NOFOLLOW, 0);
        return new DiskFile(handle ?? throw Failure("read", file.Path), file.Path);
    }

    public override string PathForOthers(DiskFile file) => file.Path;

    public override DiskFile? CreateUnnamed(DiskDirectory directory, UnixFileMode mode) => null;

    public override RenameResult NameUnnamed(DiskFile file, DiskDirectory directory, string name) => RenameResult.Unsupported;

    public override bool MustNameBeforeSync(DiskDirectory directory, FileStatus? neighbour) => false;

    public override long? CopyRange(DiskFile from, DiskFile to, long length) => null;

    public override bool TryClone(DiskFile from, DiskFile to) => false;

    public override void EnlargePipe(DiskFile file, int size)
    {
        // Pipes on macOS grow by themselves.
    }

    public override CopiedAttributes CopyAttributes(DiskDirectory directory, string name, DiskFile to, AttributeCopy scope)
    {
        using DiskFile from = OpenRead(directory, name);
        uint what = LibSystem.COPYFILE_XATTR | (scope == AttributeCopy.WithoutAccessList ? 0 : LibSystem.COPYFILE_ACL);
        if (LibSystem.fcopyfile(from.Handle, to.Handle, 0, what) != 0 && !Errno.IsUnsupported(LastError))
        {
            throw Failure("carry over the attributes of", from.Path);
        }

        // An access list on macOS stands beside the permission bits and doesn't set them.
        return ReadAttribute(directory, name, FenceAttribute) is null ? CopiedAttributes.None : CopiedAttributes.Fence;
    }

    /// <summary>fsync(2) on macOS stops at the drive's cache; where F_FULLFSYNC is unknown it is all there is.</summary>
    protected override int SyncDescriptor(SafeFileHandle handle) =>
        Libc.fcntl(handle, Libc.F_FULLFSYNC, 0) == 0 ? 0
        : Errno.IsUnsupported(LastError) || LastError == 25 /* ENOTTY */ ? base.SyncDescriptor(handle)
        : -1;

    protected override int RenameSpecially(
        DiskDirectory fromDirectory, string from, DiskDirectory toDirectory, string to, RenameMode mode) =>
        LibSystem.renameatx_np(
            fromDirectory.Handle,
            from,
            toDirectory.Handle,
            to,
            mode == RenameMode.Exchange ? LibSystem.RENAME_SWAP : LibSystem.RENAME_EXCL);

    private static FileStatus? LookAt(SafeFileHandle directory, string name, int flags = NoFollow)
    {
        int result = IsIntel
            ? LibSystem.fstatat_x64(directory, name, out StatBuffer buffer, flags)
            : LibSystem.fstatat(directory, name, out buffer, flags);
        return result == 0 ? Status(buffer) : null;
    }

    private static FileStatus Status(in StatBuffer buffer) => new()
    {
        Kind = KindOf(buffer.Mode),
        Identity = new FileIdentity((ulong)buffer.Device, buffer.Inode),
        Mode = (UnixFileMode)(buffer.Mode & 0xFFF),
        Owner = buffer.Owner,
        Group = buffer.Group,
        Length = buffer.Size,
        LinkCount = buffer.LinkCount,
        Modified = Time(buffer.ModifySeconds, buffer.ModifyNanoseconds),
        Changed = Time(buffer.ChangeSeconds, buffer.ChangeNanoseconds),
    };
}
