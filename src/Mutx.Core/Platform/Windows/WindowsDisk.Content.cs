using Microsoft.Win32.SafeHandles;
using Mutx.Interop;
using Mutx.Primitives;

namespace Mutx.Platform;

/// <summary>Windows: content, metadata and locks of open files.</summary>
internal sealed partial class WindowsDisk
{
    private const uint AttributeDirectory = 0x10;
    private const uint AttributeReparsePoint = 0x400;
    private const uint AttributeReadOnly = 1;

    // Locks are mandatory for the bytes they cover, so they cover one byte that no content reaches.
    private const int LockOffsetLow = -2;
    private const int LockOffsetHigh = int.MaxValue;

    public override FileStatus Look(DiskFile file)
    {
        if (Kernel32.GetFileInformationByHandle(file.Handle, out ByHandleFileInformation information) == 0)
        {
            throw WindowsError.Failure("look at", file.Path, LastError);
        }

        bool readOnly = (information.Attributes & AttributeReadOnly) != 0;
        return new FileStatus
        {
            Kind = (information.Attributes & AttributeReparsePoint) != 0 ? FileKind.SymbolicLink
                : (information.Attributes & AttributeDirectory) != 0 ? FileKind.Directory
                : FileKind.Regular,
            Identity = new FileIdentity(
                information.VolumeSerialNumber, ((ulong)information.IndexHigh << 32) | information.IndexLow),
            Mode = UnixFileMode.UserRead | (readOnly ? 0 : UnixFileMode.UserWrite),
            Owner = 0,
            Group = 0,
            Length = ((long)information.SizeHigh << 32) | information.SizeLow,
            LinkCount = information.LinkCount,
            Modified = DateTimeOffset.FromFileTime(information.Modified),
            Changed = DateTimeOffset.FromFileTime(information.Modified),
        };
    }

    public override DiskFile OpenRead(DiskDirectory directory, string name)
    {
        string path = directory.PathOf(name);
        SafeFileHandle handle = Kernel32.CreateFile(path, GenericRead, ShareAll, 0, OpenExisting, OpenReparsePoint, 0);
        return handle.IsInvalid ? throw WindowsError.Failure("read", path, LastError) : new DiskFile(handle, path);
    }

    public override DiskFile OpenInput(string path, SymbolicLinks links = SymbolicLinks.Follow)
    {
        uint flags = BackupSemantics | (links == SymbolicLinks.Refuse ? OpenReparsePoint : 0);
        SafeFileHandle handle = Kernel32.CreateFile(path, GenericRead, ShareAll, 0, OpenExisting, flags, 0);
        return handle.IsInvalid ? throw WindowsError.Failure("read", path, LastError) : new DiskFile(handle, path);
    }

    public override uint UserId => 0;

    public override bool IsOwn(in FileStatus status) => true;

    public override DiskFile Reopen(DiskFile file)
    {
        SafeFileHandle handle = Kernel32.CreateFile(file.Path, GenericRead, ShareAll, 0, OpenExisting, 0, 0);
        return handle.IsInvalid ? throw WindowsError.Failure("read", file.Path, LastError) : new DiskFile(handle, file.Path);
    }

    public override string PathForOthers(DiskFile file) => file.Path;

    public override unsafe int Read(DiskFile file, Span<byte> buffer)
    {
        fixed (byte* start = buffer)
        {
            if (Kernel32.ReadFile(file.Handle, start, buffer.Length, out int done, 0) != 0)
            {
                return done;
            }

            return LastError is WindowsError.BrokenPipe or WindowsError.EndOfFile
                ? 0
                : throw WindowsError.Failure("read", file.Path, LastError);
        }
    }

    public override unsafe void Write(DiskFile file, ReadOnlySpan<byte> buffer)
    {
        fixed (byte* start = buffer)
        {
            for (int written = 0; written < buffer.Length;)
            {
                if (Kernel32.WriteFile(file.Handle, start + written, buffer.Length - written, out int done, 0) == 0)
                {
                    throw WindowsError.Failure("write", file.Path, LastError);
                }

                written += done;
            }
        }
    }

    public override void Rewind(DiskFile file)
    {
        if (Kernel32.SetFilePointerEx(file.Handle, 0, out _, 0) == 0)
        {
            throw WindowsError.Failure("read from the start of", file.Path, LastError);
        }
    }

    public override long? CopyRange(DiskFile from, DiskFile to, long length) => null;

    public override bool TryClone(DiskFile from, DiskFile to) => false;

    public override void EnlargePipe(DiskFile file, int size)
    {
        // The size of a pipe is its creator's choice here.
    }

    public override void SetMode(DiskFile file, UnixFileMode mode)
    {
        // Permissions are access lists, which a new file inherits from its directory.
    }

    public override bool TrySetOwner(DiskFile file, uint? owner, uint? group) => false;

    public override CopiedAttributes CopyAttributes(DiskDirectory directory, string name, DiskFile to, AttributeCopy scope) => CopiedAttributes.None;

    public override void Sync(DiskFile file)
    {
        if (Kernel32.FlushFileBuffers(file.Handle) == 0)
        {
            throw WindowsError.Failure("make durable", file.Path, LastError);
        }
    }

    /// <summary>There is no such call: NTFS logs renames, and they are asked to be written through.</summary>
    public override bool SyncDirectory(DiskDirectory directory) => true;

    public override DiskFile? OpenLockFile(string path, SymbolicLinks links)
    {
        uint flags = links == SymbolicLinks.Refuse ? OpenReparsePoint : 0;
        SafeFileHandle handle = Kernel32.CreateFile(
            path, GenericRead | GenericWrite, ShareAll, 0, OpenExisting, flags, 0);
        if (handle.IsInvalid)
        {
            return LastError is WindowsError.FileNotFound or WindowsError.PathNotFound
                ? null
                : throw WindowsError.Failure("open the lock file", path, LastError);
        }

        var file = new DiskFile(handle, path);
        if (Look(file).Kind != FileKind.SymbolicLink)
        {
            return file;
        }

        file.Dispose();
        throw new MutxException(MutxError.LinkedLockFile, $"cannot use '{path}' as a lock file: it is a symbolic link, which can lead a privileged user to lock another file")
        {
            Path = path,
            Hint = "allow it to be one (FileLockOptions.FollowSymlinks) to lock the file it points to",
        };
    }

    public override bool TryLock(DiskFile file, LockMode mode) => LockByte(file, mode, Kernel32.LOCKFILE_FAIL_IMMEDIATELY);

    public override void Lock(DiskFile file, LockMode mode) => LockByte(file, mode, 0);

    public override unsafe void Unlock(DiskFile file)
    {
        NativeOverlapped where = LockedByte;
        if (Kernel32.UnlockFileEx(file.Handle, 0, 1, 0, &where) == 0)
        {
            throw WindowsError.Failure("unlock", file.Path, LastError);
        }
    }

    private static NativeOverlapped LockedByte => new() { OffsetLow = LockOffsetLow, OffsetHigh = LockOffsetHigh };

    private static unsafe bool LockByte(DiskFile file, LockMode mode, uint flags)
    {
        if (mode == LockMode.Exclusive)
        {
            flags |= Kernel32.LOCKFILE_EXCLUSIVE_LOCK;
        }

        NativeOverlapped where = LockedByte;
        if (Kernel32.LockFileEx(file.Handle, flags, 0, 1, 0, &where) != 0)
        {
            return true;
        }

        return LastError is WindowsError.LockViolation or WindowsError.IoPending
            ? false
            : throw WindowsError.Failure("lock", file.Path, LastError);
    }
}
