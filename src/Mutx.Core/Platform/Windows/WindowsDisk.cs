using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using System.Text;
using Microsoft.Win32.SafeHandles;
using Mutx.Interop;

#pragma warning disable RS0030 // System.IO.FileInfo: it knows the formats of reparse points

namespace Mutx.Platform;

/// <summary>
/// Windows: names. It has no calls relative to an open directory, so names are joined to the directory's path; the
/// directory is kept open meanwhile, which keeps it from being renamed or replaced.
/// </summary>
[SupportedOSPlatform("windows")]
internal sealed partial class WindowsDisk : Disk
{
    private const uint GenericRead = 0x80000000;
    private const uint GenericWrite = 0x40000000;
    private const uint ReadAttributes = 0x80;
    private const uint DeleteAccess = 0x10000;
    private const uint ShareAll = 7;
    private const uint ShareReadWrite = 3;
    private const uint CreateNewFile = 1;
    private const uint OpenExisting = 3;
    private const uint OpenAlways = 4;
    private const uint BackupSemantics = 0x02000000;
    private const uint OpenReparsePoint = 0x00200000;
    private const uint MoveReplace = 1;
    private const uint MoveWriteThrough = 8;
    private const int RenameInfoEx = 22; // FileRenameInfoEx
    private const uint RenameReplacePosix = 3; // FILE_RENAME_FLAG_REPLACE_IF_EXISTS | _POSIX_SEMANTICS

    private static int LastError => Marshal.GetLastPInvokeError();

    /// <summary>Only the rename of newer Windows on NTFS does.</summary>
    public override bool ReplacesOpenFiles => false;

    public override unsafe void FillRandom(Span<byte> buffer)
    {
        // A version 4 GUID holds 122 random bits of the system's; the fixed ones are left out byte-wise.
        for (int i = 0; i < buffer.Length; i++)
        {
            Guid guid = Guid.NewGuid();
            buffer[i] = ((byte*)&guid)[15];
        }
    }

    public override unsafe string ResolveDirectory(string path)
    {
        using DiskDirectory directory = OpenDirectory(path);
        char* buffer = stackalloc char[1024];
        uint length = Kernel32.GetFinalPathNameByHandle(directory.Handle, buffer, 1024, 0);
        if (length is 0 or >= 1024)
        {
            throw WindowsError.Failure("find the directory", path, LastError);
        }

        string resolved = new(buffer, 0, (int)length);
        return resolved.StartsWith(@"\\?\UNC\", StringComparison.Ordinal) ? @"\\" + resolved[8..]
            : resolved.StartsWith(@"\\?\", StringComparison.Ordinal) ? resolved[4..]
            : resolved;
    }

    public override DiskDirectory OpenDirectory(string path)
    {
        SafeFileHandle handle = Kernel32.CreateFile(path, GenericRead, ShareReadWrite, 0, OpenExisting, BackupSemantics, 0);
        return handle.IsInvalid
            ? throw WindowsError.Failure("open the directory", path, LastError)
            : new DiskDirectory(handle, path);
    }

    public override void CreateDirectory(string path, UnixFileMode mode)
    {
        if (Kernel32.CreateDirectory(path, 0) == 0 && LastError != WindowsError.AlreadyExists)
        {
            throw WindowsError.Failure("create the directory", path, LastError);
        }
    }

    public override FileStatus? Look(DiskDirectory directory, string name) => Look(directory.PathOf(name));

    public override FileStatus? Look(string path)
    {
        using SafeFileHandle handle = Kernel32.CreateFile(
            path, ReadAttributes, ShareAll, 0, OpenExisting, BackupSemantics | OpenReparsePoint, 0);
        if (!handle.IsInvalid)
        {
            return Look(new DiskFile(handle, path));
        }

        return LastError is WindowsError.FileNotFound or WindowsError.PathNotFound
            ? null
            : throw WindowsError.Failure("look at", path, LastError);
    }

    public override FileStatus? LookThrough(string path)
    {
        using SafeFileHandle handle = Kernel32.CreateFile(path, ReadAttributes, ShareAll, 0, OpenExisting, BackupSemantics, 0);
        return handle.IsInvalid ? null : Look(new DiskFile(handle, path));
    }

    public override string ReadLink(DiskDirectory directory, string name) =>
        new FileInfo(directory.PathOf(name)).LinkTarget
        ?? throw WindowsError.Failure("read the symbolic link", directory.PathOf(name), WindowsError.NotSupported);

    public override DiskFile? CreateUnnamed(DiskDirectory directory, UnixFileMode mode) => null;

    public override RenameResult NameUnnamed(DiskFile file, DiskDirectory directory, string name) => RenameResult.Unsupported;

    public override bool MustNameBeforeSync(DiskDirectory directory, FileStatus? neighbour) => false;

    public override DiskFile? CreateNew(DiskDirectory directory, string name, UnixFileMode mode)
    {
        string path = directory.PathOf(name);
        uint access = GenericRead | GenericWrite | DeleteAccess;
        SafeFileHandle handle = Kernel32.CreateFile(path, access, ShareAll, 0, CreateNewFile, 0, 0);
        return !handle.IsInvalid ? new DiskFile(handle, path)
            : LastError is WindowsError.FileExists or WindowsError.AlreadyExists ? null
            : throw WindowsError.Failure("create a file in", directory.Path, LastError);
    }

    public override RenameResult Link(DiskDirectory fromDirectory, string from, DiskDirectory toDirectory, string to)
    {
        if (Kernel32.CreateHardLink(toDirectory.PathOf(to), fromDirectory.PathOf(from), 0) != 0)
        {
            return RenameResult.Done;
        }

        return LastError switch
        {
            WindowsError.AlreadyExists or WindowsError.FileExists => RenameResult.Exists,
            WindowsError.NotSameDevice or WindowsError.InvalidFunction or WindowsError.NotSupported => RenameResult.Unsupported,
            _ => throw WindowsError.Failure("create", toDirectory.PathOf(to), LastError),
        };
    }

    public override RenameResult Rename(
        DiskDirectory fromDirectory, string from, DiskDirectory toDirectory, string to, RenameMode mode)
    {
        if (mode == RenameMode.Exchange)
        {
            return RenameResult.Unsupported;
        }

        string source = fromDirectory.PathOf(from);
        string target = toDirectory.PathOf(to);
        if (mode == RenameMode.Replace && RenameOverOpenFile(source, target))
        {
            return RenameResult.Done;
        }

        uint flags = MoveWriteThrough | (mode == RenameMode.Replace ? MoveReplace : 0);
        if (Kernel32.MoveFileEx(source, target, flags) != 0)
        {
            return RenameResult.Done;
        }

        return mode == RenameMode.NoReplace && LastError is WindowsError.AlreadyExists or WindowsError.FileExists
            ? RenameResult.Exists
            : throw WindowsError.Failure("replace", target, LastError);
    }

    public override bool Remove(DiskDirectory directory, string name)
    {
        if (Kernel32.DeleteFile(directory.PathOf(name)) != 0)
        {
            return true;
        }

        return LastError == WindowsError.FileNotFound
            ? false
            : throw WindowsError.Failure("remove", directory.PathOf(name), LastError);
    }

    /// <summary>
    /// The rename of newer Windows on NTFS, which works while readers that share deletion have the target open; false
    /// where it doesn't, and the older call decides.
    /// </summary>
    private static unsafe bool RenameOverOpenFile(string source, string target)
    {
        using SafeFileHandle file = Kernel32.CreateFile(
            source, DeleteAccess, ShareAll, 0, OpenExisting, BackupSemantics | OpenReparsePoint, 0);
        if (file.IsInvalid)
        {
            return false;
        }

        // FILE_RENAME_INFO: flags, padding, root directory, length of the name in bytes, the name.
        string full = Path.GetFullPath(target);
        int nameBytes = Encoding.Unicode.GetByteCount(full);
        var information = new byte[20 + nameBytes + sizeof(char)];
        BitConverter.TryWriteBytes(information, RenameReplacePosix);
        BitConverter.TryWriteBytes(information.AsSpan(16), nameBytes);
        Encoding.Unicode.GetBytes(full, information.AsSpan(20));
        fixed (byte* start = information)
        {
            return Kernel32.SetFileInformationByHandle(file, RenameInfoEx, start, information.Length) != 0;
        }
    }
}
