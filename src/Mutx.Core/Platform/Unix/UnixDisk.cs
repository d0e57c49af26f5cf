using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;
using Mutx.Interop;
using Mutx.Primitives;

namespace Mutx.Platform;

/// <summary>What Linux and macOS have in common, by POSIX calls: names.</summary>
internal abstract partial class UnixDisk : Disk
{
    private const int MaxLinkLength = 4096;
    private const int SymlinkFollow = 0x400; // AT_SYMLINK_FOLLOW, Linux

    /// <summary>Stands for the current directory; ignored with absolute paths.</summary>
    internal static SafeFileHandle CurrentDirectory { get; } =
        new(OperatingSystem.IsMacOS() ? -2 : -100, ownsHandle: false);

    public override unsafe void FillRandom(Span<byte> buffer)
    {
        fixed (byte* start = buffer)
        {
            if (Libc.getentropy(start, buffer.Length) != 0)
            {
                throw Failure("read random bytes from", "the system");
            }
        }
    }

    public override string ResolveDirectory(string path)
    {
        nint memory = Libc.realpath(path, 0);
        if (memory == 0)
        {
            throw Failure("find the directory", path);
        }

        string resolved = Marshal.PtrToStringUTF8(memory)!;
        Libc.free(memory);
        return resolved;
    }

    public override DiskDirectory OpenDirectory(string path)
    {
        int flags = Libc.O_RDONLY | Libc.O_DIRECTORY | Libc.O_CLOEXEC;
        return new DiskDirectory(Open(CurrentDirectory, path, flags, 0) ?? throw Failure("open the directory", path), path);
    }

    public override void CreateDirectory(string path, UnixFileMode mode)
    {
        if (Libc.mkdir(path, (uint)mode) != 0 && LastError != Errno.EEXIST)
        {
            throw Failure("create the directory", path);
        }
    }

    public override unsafe string ReadLink(DiskDirectory directory, string name)
    {
        byte* buffer = stackalloc byte[MaxLinkLength];
        nint length = Libc.readlinkat(directory.Handle, name, buffer, MaxLinkLength);
        return length < 0
            ? throw Failure("read the symbolic link", directory.PathOf(name))
            : Encoding.UTF8.GetString(buffer, (int)length);
    }

    public override DiskFile OpenRead(DiskDirectory directory, string name)
    {
        int flags = Libc.O_RDONLY | Libc.O_CLOEXEC | Libc.O_NOFOLLOW | Libc.O_NONBLOCK;
        string path = directory.PathOf(name);
        return new DiskFile(Open(directory.Handle, name, flags, 0) ?? throw Failure("read", path), path);
    }

    public override DiskFile OpenInput(string path, SymbolicLinks links = SymbolicLinks.Follow)
    {
        int flags = Libc.O_RDONLY | Libc.O_CLOEXEC | (links == SymbolicLinks.Refuse ? Libc.O_NOFOLLOW : 0);
        return new DiskFile(Open(CurrentDirectory, path, flags, 0) ?? throw Failure("read", path), path);
    }

    public override uint UserId => Libc.geteuid();

    public override bool IsOwn(in FileStatus status) => status.Owner == UserId;

    public override DiskFile? CreateNew(DiskDirectory directory, string name, UnixFileMode mode)
    {
        int flags = Libc.O_RDWR | Libc.O_CREAT | Libc.O_EXCL | Libc.O_CLOEXEC | Libc.O_NOFOLLOW;
        SafeFileHandle? handle = Open(directory.Handle, name, flags, mode);
        if (handle is not null)
        {
            return new DiskFile(handle, directory.PathOf(name));
        }

        return LastError == Errno.EEXIST ? null : throw Failure("create a file in", directory.Path);
    }

    public override RenameResult Link(DiskDirectory fromDirectory, string from, DiskDirectory toDirectory, string to) =>
        LinkResult(Libc.linkat(fromDirectory.Handle, from, toDirectory.Handle, to, 0), toDirectory.PathOf(to));

    public override RenameResult Rename(
        DiskDirectory fromDirectory, string from, DiskDirectory toDirectory, string to, RenameMode mode)
    {
        int result = mode == RenameMode.Replace
            ? Libc.renameat(fromDirectory.Handle, from, toDirectory.Handle, to)
            : RenameSpecially(fromDirectory, from, toDirectory, to, mode);
        if (result == 0)
        {
            return RenameResult.Done;
        }

        int errno = LastError;
        return errno == Errno.EEXIST && mode == RenameMode.NoReplace ? RenameResult.Exists
            : Errno.IsUnsupported(errno) && mode != RenameMode.Replace ? RenameResult.Unsupported
            : throw Errno.Failure("replace", toDirectory.PathOf(to), errno);
    }

    public override bool Remove(DiskDirectory directory, string name)
    {
        if (Libc.unlinkat(directory.Handle, name, 0) == 0)
        {
            return true;
        }

        return LastError == Errno.ENOENT ? false : throw Failure("remove", directory.PathOf(name));
    }

    /// <summary>Rename without replacing, or exchange: each system has a call of its own for it.</summary>
    protected abstract int RenameSpecially(
        DiskDirectory fromDirectory, string from, DiskDirectory toDirectory, string to, RenameMode mode);

    protected static int LastError => Marshal.GetLastPInvokeError();

    protected static MutxException Failure(string doing, string path) => Errno.Failure(doing, path, LastError);

    /// <summary>
    /// openat(2), repeated where a signal interrupts it; null leaves the reason in <see cref="LastError"/>. O_NONBLOCK is
    /// there for FIFOs; a regular file that another program has on lease is waited for all the same.
    /// </summary>
    protected static SafeFileHandle? Open(SafeFileHandle directory, string path, int flags, UnixFileMode mode)
    {
        SafeFileHandle? handle = OpenOnce(directory, path, flags, mode);
        return handle is null && (flags & Libc.O_NONBLOCK) != 0 && LastError == Errno.EAGAIN
            ? LeasedFile.Open(directory, path, flags)
            : handle;
    }

    internal static SafeFileHandle? OpenOnce(SafeFileHandle directory, string path, int flags, UnixFileMode mode)
    {
        int fd;
        do
        {
            fd = Libc.openat(directory, path, flags, (uint)mode);
        }
        while (fd < 0 && LastError == Errno.EINTR);

        return fd < 0 ? null : new SafeFileHandle(fd, ownsHandle: true);
    }

    protected static int LinkFollowing(string from, DiskDirectory toDirectory, string to) =>
        Libc.linkat(CurrentDirectory, from, toDirectory.Handle, to, SymlinkFollow);

    /// <summary>EPERM is how a filesystem without hard links says so, and EMLINK one that has no more for this file.</summary>
    protected static RenameResult LinkResult(int result, string to)
    {
        if (result == 0)
        {
            return RenameResult.Done;
        }

        int errno = LastError;
        return errno == Errno.EEXIST ? RenameResult.Exists
            : errno is Errno.EPERM or Errno.EMLINK or Errno.EXDEV || Errno.IsUnsupported(errno) ? RenameResult.Unsupported
            : throw Errno.Failure("create", to, errno);
    }

    protected static FileKind KindOf(int mode) => (mode & 0xF000) switch
    {
        0x8000 => FileKind.Regular,
        0x4000 => FileKind.Directory,
        0xA000 => FileKind.SymbolicLink,
        0x1000 => FileKind.Fifo,
        0xC000 => FileKind.Socket,
        0x2000 => FileKind.CharacterDevice,
        0x6000 => FileKind.BlockDevice,
        _ => FileKind.Unknown,
    };

    /// <summary>A moment; filesystems know years that the type doesn't, and those become its first or last.</summary>
    protected static DateTimeOffset Time(long seconds, long nanoseconds) =>
        seconds < DateTimeOffset.MinValue.ToUnixTimeSeconds() ? DateTimeOffset.MinValue
        : seconds >= DateTimeOffset.MaxValue.ToUnixTimeSeconds() ? DateTimeOffset.MaxValue
        : DateTimeOffset.UnixEpoch.AddTicks((seconds * TimeSpan.TicksPerSecond) + (nanoseconds / 100));
}
