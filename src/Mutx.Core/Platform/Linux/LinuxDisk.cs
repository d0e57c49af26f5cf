using System.Globalization;
using Microsoft.Win32.SafeHandles;
using Mutx.Interop;
using Mutx.Primitives;

namespace Mutx.Platform;

/// <summary>The calls that Linux has for itself.</summary>
internal sealed partial class LinuxDisk : UnixDisk
{
    private const int NoFollow = 0x100; // AT_SYMLINK_NOFOLLOW
    private const long BtrfsMagic = 0x9123683E;

    private static bool? _hasProc;

    /// <summary>
    /// Whether descriptors have paths here, without which a file that has no name can't get one. A chroot or a mount
    /// namespace may have no /proc. Looked at once.
    /// </summary>
    public static bool HasProc => _hasProc ??= TryLook(CurrentDirectory, "/proc/self/fd", flags: 0) is { Kind: FileKind.Directory };

    public override FileStatus? Look(DiskDirectory directory, string name) =>
        TryLook(directory.Handle, name, NoFollow)
        ?? (LastError is Errno.ENOENT ? null : throw Failure("look at", directory.PathOf(name)));

    public override FileStatus? Look(string path) =>
        TryLook(CurrentDirectory, path, NoFollow)
        ?? (LastError is Errno.ENOENT or Errno.ENOTDIR ? null : throw Failure("look at", path));

    public override FileStatus? LookThrough(string path) => TryLook(CurrentDirectory, path, flags: 0);

    public override FileStatus Look(DiskFile file) =>
        TryLook(file.Handle, "", StatxBuffer.AT_EMPTY_PATH) ?? throw Failure("look at", file.Path);

    public override DiskFile Reopen(DiskFile file)
    {
        if (!HasProc)
        {
            return ReopenByName(file);
        }

        using var descriptor = new PinnedDescriptor(file.Handle);
        SafeFileHandle? handle = Open(CurrentDirectory, descriptor.Path, Libc.O_RDONLY | Libc.O_CLOEXEC, 0);
        return new DiskFile(handle ?? throw Failure("read", file.Path), file.Path);
    }

    public override string PathForOthers(DiskFile file) => !HasProc
        ? Path.GetFullPath(file.Path)
        : string.Create(CultureInfo.InvariantCulture, $"/proc/{Environment.ProcessId}/fd/{file.Handle.DangerousGetHandle()}");

    public override DiskFile? CreateUnnamed(DiskDirectory directory, UnixFileMode mode)
    {
        if (!HasProc)
        {
            return null;
        }

        SafeFileHandle? handle = Open(directory.Handle, ".", Libc.O_TMPFILE | Libc.O_RDWR | Libc.O_CLOEXEC, mode);
        if (handle is not null)
        {
            return new DiskFile(handle, directory.Path);
        }

        // EISDIR is what kernels without O_TMPFILE make of it, and ENOENT some filesystems.
        return Errno.IsUnsupported(LastError) || LastError is Errno.EISDIR or Errno.ENOENT
            ? null
            : throw Failure("create a file in", directory.Path);
    }

    public override RenameResult NameUnnamed(DiskFile file, DiskDirectory directory, string name)
    {
        using var descriptor = new PinnedDescriptor(file.Handle);
        return LinkResult(LinkFollowing(descriptor.Path, directory, name), directory.PathOf(name));
    }

    public override unsafe bool MustNameBeforeSync(DiskDirectory directory, FileStatus? neighbour)
    {
        // Files of btrfs have a device without a driver (major number 0), never that of the disk.
        if (neighbour is { } file && file.Identity.Device >> 32 != 0)
        {
            return false;
        }

        long* status = stackalloc long[16];
        return Libc.fstatfs(directory.Handle, status) == 0 && status[0] == BtrfsMagic;
    }

    public override long? CopyRange(DiskFile from, DiskFile to, long length)
    {
        nint done;
        do
        {
            done = Libc.copy_file_range(from.Handle, 0, to.Handle, 0, (nint)length, 0);
        }
        while (done < 0 && LastError == Errno.EINTR);

        // What the kernel can't copy it may still be able to read and write; a real error comes again there.
        return done >= 0 ? done : null;
    }

    public override bool TryClone(DiskFile from, DiskFile to) =>
        Libc.ioctl(to.Handle, Libc.FICLONE, from.Handle) == 0;

    public override void EnlargePipe(DiskFile file, int size) =>
        _ = Libc.fcntl(file.Handle, Libc.F_SETPIPE_SZ, size);

    protected override int RenameSpecially(
        DiskDirectory fromDirectory, string from, DiskDirectory toDirectory, string to, RenameMode mode) =>
        Libc.renameat2(
            fromDirectory.Handle,
            from,
            toDirectory.Handle,
            to,
            mode == RenameMode.Exchange ? Libc.RENAME_EXCHANGE : Libc.RENAME_NOREPLACE);

    /// <summary>Without /proc every file that is reopened has a name; whether it still is that file has to be looked at.</summary>
    private DiskFile ReopenByName(DiskFile file)
    {
        SafeFileHandle? handle = Open(CurrentDirectory, file.Path, Libc.O_RDONLY | Libc.O_CLOEXEC | Libc.O_NOFOLLOW | Libc.O_NONBLOCK, 0);
        var reopened = new DiskFile(handle ?? throw Failure("read", file.Path), file.Path);
        if (Look(reopened).Identity == Look(file).Identity)
        {
            return reopened;
        }

        reopened.Dispose();
        throw new MutxException(MutxError.Busy, $"cannot read '{file.Path}': another file has taken its place") { Path = file.Path };
    }

    private static FileStatus? TryLook(SafeFileHandle directory, string name, int flags)
    {
        if (Libc.statx(directory, name, flags, StatxBuffer.STATX_BASIC_STATS | StatxBuffer.STATX_BTIME, out StatxBuffer buffer) != 0)
        {
            return null;
        }

        return new FileStatus
        {
            Kind = KindOf(buffer.Mode),
            Identity = new FileIdentity(((ulong)buffer.DeviceMajor << 32) | buffer.DeviceMinor, buffer.Inode),
            Mode = (UnixFileMode)(buffer.Mode & 0xFFF),
            Owner = buffer.Owner,
            Group = buffer.Group,
            Length = (long)buffer.Size,
            LinkCount = buffer.LinkCount,
            Modified = Time(buffer.ModifySeconds, buffer.ModifyNanoseconds),
            Changed = Time(buffer.ChangeSeconds, buffer.ChangeNanoseconds),
            Born = (buffer.Mask & StatxBuffer.STATX_BTIME) != 0 ? Time(buffer.BirthSeconds, buffer.BirthNanoseconds) : null,
        };
    }
}
