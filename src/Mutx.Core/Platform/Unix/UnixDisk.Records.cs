using Microsoft.Win32.SafeHandles;
using Mutx.Interop;

namespace Mutx.Platform;

/// <summary>What Linux and macOS have in common, by POSIX calls: records.</summary>
internal abstract partial class UnixDisk
{
    public override DiskFile? TryOpenRead(string path) => TryOpen("read", path, Libc.O_RDONLY);

    public override DiskFile? TryOpenForChange(string path) => TryOpen("change", path, Libc.O_RDWR);

    public override unsafe void WriteAt(DiskFile file, ReadOnlySpan<byte> buffer, long offset)
    {
        fixed (byte* start = buffer)
        {
            for (int written = 0; written < buffer.Length;)
            {
                nint done = Libc.pwrite(file.Handle, start + written, buffer.Length - written, offset + written);
                if (done >= 0)
                {
                    written += (int)done;
                }
                else if (LastError != Errno.EINTR)
                {
                    throw Failure("write", file.Path);
                }
            }
        }
    }

    public override void SyncNamed(DiskDirectory directory, string name)
    {
        using DiskFile file = OpenRead(directory, name);
        Sync(file);
    }

    public override void SyncContent(DiskFile file)
    {
        if (SyncContentOf(file.Handle) != 0)
        {
            throw Failure("make durable", file.Path);
        }
    }

    /// <summary>fdatasync(2) where it means what it says; 0, or -1 with the reason in <see cref="LastError"/>.</summary>
    protected virtual int SyncContentOf(SafeFileHandle handle) => SyncDescriptor(handle);

    private static DiskFile? TryOpen(string what, string path, int access)
    {
        int flags = access | Libc.O_CLOEXEC | Libc.O_NOFOLLOW | Libc.O_NONBLOCK;
        SafeFileHandle? handle = Open(CurrentDirectory, path, flags, 0);
        return handle is not null ? new DiskFile(handle, path)
            : LastError == Errno.ENOENT ? null
            : throw Failure(what, path);
    }
}
