using System.Runtime.InteropServices;
using System.Text;
using Mutx.Interop;

namespace Mutx.Platform;

/// <summary>Directories by readdir(3), on a descriptor of the stream's own.</summary>
internal sealed partial class MacDisk
{
    // struct dirent with 64-bit inode numbers.
    private const int EntryKind = 20;
    private const int EntryName = 21;
    private const int MaxTextLength = 4096;

    public override FileStatus Look(DiskDirectory directory)
    {
        int result = IsIntel
            ? LibSystem.fstat_x64(directory.Handle, out StatBuffer buffer)
            : LibSystem.fstat(directory.Handle, out buffer);
        return result == 0 ? Status(buffer) : throw Failure("look at", directory.Path);
    }

    public override unsafe int List(DiskDirectory directory, DirectoryEntryVisitor visit)
    {
        int descriptor = Libc.openat(directory.Handle, ".", Libc.O_RDONLY | Libc.O_DIRECTORY | Libc.O_CLOEXEC, 0);
        nint stream = descriptor < 0 ? 0
            : IsIntel ? LibSystem.fdopendir_x64(descriptor)
            : LibSystem.fdopendir(descriptor);
        if (stream == 0)
        {
            throw Failure("read the directory", directory.Path);
        }

        try
        {
            int leftOut = 0;
            byte* entry;
            while ((entry = (byte*)(IsIntel ? LibSystem.readdir_x64(stream) : LibSystem.readdir(stream))) != null)
            {
                ReadOnlySpan<byte> name = MemoryMarshal.CreateReadOnlySpanFromNullTerminated(entry + EntryName);
                FileKind kind = KindOfEntry(entry[EntryKind]);
                if (kind == FileKind.Unknown)
                {
                    kind = LookAt(directory.Handle, Encoding.UTF8.GetString(name))?.Kind ?? FileKind.Unknown;
                }

                leftOut += Tell(name, kind, visit) ? 0 : 1;
            }

            return leftOut;
        }
        finally
        {
            LibSystem.closedir(stream);
        }
    }

    public override unsafe void CopyModificationTime(DiskFile from, DiskFile to)
    {
        int result = IsIntel
            ? LibSystem.fstat_x64(from.Handle, out StatBuffer status)
            : LibSystem.fstat(from.Handle, out status);
        long* times = stackalloc long[] { 0, Libc.UTIME_OMIT, status.ModifySeconds, status.ModifyNanoseconds };
        if (result != 0 || Libc.futimens(to.Handle, times) != 0)
        {
            throw Failure("set the time of", to.Path);
        }
    }

    public override unsafe byte[]? ReadAttribute(DiskDirectory directory, string name, string attribute)
    {
        byte* value = stackalloc byte[MaxTextLength];
        nint length = LibSystem.getxattr(
            directory.PathOf(name), attribute, value, MaxTextLength, 0, LibSystem.XATTR_NOFOLLOW);
        return length >= 0 ? new ReadOnlySpan<byte>(value, (int)length).ToArray()
            : LastError == Errno.ENODATA || LastError == Errno.ENOENT || Errno.IsUnsupported(LastError) ? null
            : throw Failure($"read the attribute {attribute} of", directory.PathOf(name));
    }

    public override unsafe bool TrySetAttribute(DiskFile file, string attribute, byte[] value)
    {
        fixed (byte* start = value)
        {
            return LibSystem.fsetxattr(file.Handle, attribute, start, value.Length, 0, 0) == 0 ? true
                : Errno.IsUnsupported(LastError) ? false
                : throw Failure($"set the attribute {attribute} of", file.Path);
        }
    }

    public override unsafe bool TryWriteAttribute(DiskDirectory directory, string name, string attribute, string value)
    {
        byte[] text = Encoding.UTF8.GetBytes(value);
        fixed (byte* start = text)
        {
            return LibSystem.setxattr(
                directory.PathOf(name), attribute, start, text.Length, 0, LibSystem.XATTR_NOFOLLOW) == 0;
        }
    }
}
