using Microsoft.Win32.SafeHandles;
using Mutx.Interop;

namespace Mutx.Platform;

/// <summary>Windows: directories, by their open handles.</summary>
internal sealed partial class WindowsDisk
{
    private const int DirectoryInfo = 10; // FileIdBothDirectoryInfo
    private const int DirectoryRestartInfo = 11; // FileIdBothDirectoryRestartInfo
    private const int ListLength = 64 * 1024;

    // FILE_ID_BOTH_DIR_INFO: offset of the next entry first, the name last.
    private const int EntryAttributes = 56;
    private const int EntryNameLength = 60;
    private const int EntryName = 104;

    public override DiskDirectory? OpenSubdirectory(DiskDirectory parent, string name)
    {
        string path = parent.PathOf(name);
        SafeFileHandle handle = Kernel32.CreateFile(
            path, GenericRead, ShareReadWrite, 0, OpenExisting, BackupSemantics | OpenReparsePoint, 0);
        if (handle.IsInvalid)
        {
            return LastError is WindowsError.FileNotFound or WindowsError.PathNotFound
                ? null
                : throw WindowsError.Failure("open the directory", path, LastError);
        }

        var directory = new DiskDirectory(handle, path);
        if (Look(directory).Kind == FileKind.Directory)
        {
            return directory;
        }

        directory.Dispose();
        return null;
    }

    public override FileStatus Look(DiskDirectory directory) => Look(new DiskFile(directory.Handle, directory.Path));

    public override unsafe int List(DiskDirectory directory, DirectoryEntryVisitor visit)
    {
        var buffer = new byte[ListLength];
        fixed (byte* start = buffer)
        {
            int informationClass = DirectoryRestartInfo;
            while (Kernel32.GetFileInformationByHandleEx(directory.Handle, informationClass, start, ListLength) != 0)
            {
                informationClass = DirectoryInfo;
                byte* entry = start;
                while (true)
                {
                    TellEntry(entry, visit);
                    int next = *(int*)entry;
                    if (next == 0)
                    {
                        break;
                    }

                    entry += next;
                }
            }
        }

        return LastError == WindowsError.NoMoreFiles
            ? 0
            : throw WindowsError.Failure("read the directory", directory.Path, LastError);
    }

    public override DiskFile? OpenExistingLockFile(DiskDirectory directory, string name)
    {
        string path = directory.PathOf(name);
        SafeFileHandle handle = Kernel32.CreateFile(
            path, GenericRead | GenericWrite, ShareAll, 0, OpenExisting, OpenReparsePoint, 0);
        return !handle.IsInvalid ? new DiskFile(handle, path)
            : LastError == WindowsError.FileNotFound ? null
            : throw WindowsError.Failure("open the lock file", path, LastError);
    }

    public override unsafe void CopyModificationTime(DiskFile from, DiskFile to)
    {
        if (Kernel32.GetFileInformationByHandle(from.Handle, out ByHandleFileInformation information) == 0
            || Kernel32.SetFileTime(to.Handle, null, null, &information.Modified) == 0)
        {
            throw WindowsError.Failure("set the time of", to.Path, LastError);
        }
    }

    /// <summary>There are no such attributes here.</summary>
    public override byte[]? ReadAttribute(DiskDirectory directory, string name, string attribute) => null;

    /// <inheritdoc cref="ReadAttribute"/>
    public override bool TrySetAttribute(DiskFile file, string attribute, byte[] value) => false;

    public override bool TryWriteAttribute(DiskDirectory directory, string name, string attribute, string value) => false;

    private static unsafe void TellEntry(byte* entry, DirectoryEntryVisitor visit)
    {
        var name = new ReadOnlySpan<char>(entry + EntryName, *(int*)(entry + EntryNameLength) / sizeof(char));
        uint attributes = *(uint*)(entry + EntryAttributes);
        if (name is not ("." or ".."))
        {
            visit(
                name,
                (attributes & AttributeReparsePoint) != 0 ? FileKind.SymbolicLink
                : (attributes & AttributeDirectory) != 0 ? FileKind.Directory
                : FileKind.Regular);
        }
    }
}
