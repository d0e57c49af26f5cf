using System.Buffers;
using System.Runtime.InteropServices;
using System.Text;
using Mutx.Interop;

namespace Mutx.Platform;

/// <summary>Directories by getdents64(2), in large pieces.</summary>
internal sealed partial class LinuxDisk
{
    // struct linux_dirent64: inode, offset, length of the entry, kind, name with its terminator.
    private const int EntryLength = 16;
    private const int EntryKind = 18;
    private const int EntryName = 19;
    private const int ListLength = 64 * 1024;

    public override FileStatus Look(DiskDirectory directory) =>
        TryLook(directory.Handle, "", StatxBuffer.AT_EMPTY_PATH) ?? throw Failure("look at", directory.Path);

    public override unsafe int List(DiskDirectory directory, DirectoryEntryVisitor visit)
    {
        if (Libc.lseek(directory.Handle, 0, 0) != 0)
        {
            throw Failure("read the directory", directory.Path);
        }

        byte[] buffer = ArrayPool<byte>.Shared.Rent(ListLength);
        try
        {
            int leftOut = 0;
            fixed (byte* start = buffer)
            {
                nint length;
                while ((length = Libc.getdents64(directory.Handle, start, ListLength)) > 0)
                {
                    for (byte* entry = start; entry < start + length; entry += *(ushort*)(entry + EntryLength))
                    {
                        leftOut += TellEntry(directory, entry, visit) ? 0 : 1;
                    }
                }

                // A directory that was removed meanwhile has no entries.
                return length == 0 || LastError == Errno.ENOENT ? leftOut : throw Failure("read the directory", directory.Path);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static unsafe bool TellEntry(DiskDirectory directory, byte* entry, DirectoryEntryVisitor visit)
    {
        ReadOnlySpan<byte> name = MemoryMarshal.CreateReadOnlySpanFromNullTerminated(entry + EntryName);
        FileKind kind = KindOfEntry(entry[EntryKind]);
        if (kind == FileKind.Unknown)
        {
            kind = TryLook(directory.Handle, Encoding.UTF8.GetString(name), NoFollow)?.Kind ?? FileKind.Unknown;
        }

        return Tell(name, kind, visit);
    }
}
