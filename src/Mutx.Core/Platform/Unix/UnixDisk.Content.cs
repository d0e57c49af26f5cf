using Microsoft.Win32.SafeHandles;
using Mutx.Interop;

namespace Mutx.Platform;

/// <summary>What Linux and macOS have in common, by POSIX calls: content and metadata of open files.</summary>
internal abstract partial class UnixDisk
{
    private const uint Unchanged = uint.MaxValue;
    private const int SeekSet = 0;

    public override unsafe int Read(DiskFile file, Span<byte> buffer)
    {
        fixed (byte* start = buffer)
        {
            nint done;
            do
            {
                done = Libc.read(file.Handle, start, buffer.Length);
            }
            while (done < 0 && (LastError == Errno.EINTR || (LastError == Errno.EAGAIN && WaitUntilReadable(file.Handle))));

            return done >= 0 ? (int)done : throw Failure("read", file.Path);
        }
    }

    public override unsafe void Write(DiskFile file, ReadOnlySpan<byte> buffer)
    {
        fixed (byte* start = buffer)
        {
            for (int written = 0; written < buffer.Length;)
            {
                nint done = Libc.write(file.Handle, start + written, buffer.Length - written);
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

    public override void Rewind(DiskFile file)
    {
        if (Libc.lseek(file.Handle, 0, SeekSet) != 0)
        {
            throw Failure("read from the start of", file.Path);
        }
    }

    public override void SetMode(DiskFile file, UnixFileMode mode)
    {
        if (Libc.fchmod(file.Handle, (uint)mode) != 0)
        {
            throw Failure("set the permissions of", file.Path);
        }
    }

    public override bool TrySetOwner(DiskFile file, uint? owner, uint? group)
    {
        if (Libc.fchown(file.Handle, owner ?? Unchanged, group ?? Unchanged) == 0)
        {
            return true;
        }

        // EINVAL is what root of a user namespace gets for an owner that has no number there.
        return LastError is Errno.EPERM or Errno.EINVAL ? false : throw Failure("set the owner of", file.Path);
    }

    public override void Sync(DiskFile file)
    {
        if (SyncDescriptor(file.Handle) != 0)
        {
            throw Failure("make durable", file.Path);
        }
    }

    public override bool SyncDirectory(DiskDirectory directory)
    {
        if (SyncDescriptor(directory.Handle) == 0)
        {
            return true;
        }

        // EINVAL is how FUSE and network filesystems say that there is no such thing as syncing a directory.
        return Errno.IsUnsupported(LastError) || LastError is Errno.EBADF
            ? false
            : throw Failure("make durable", directory.Path);
    }

    /// <summary>For descriptors that a parent made non-blocking: waits in the kernel until there is something to read.</summary>
    private static bool WaitUntilReadable(SafeFileHandle handle)
    {
        var entry = new PollEntry { Descriptor = (int)handle.DangerousGetHandle(), Events = PollEntry.POLLIN };
        return Libc.poll(ref entry, 1, -1) >= 0 || LastError == Errno.EINTR;
    }

    /// <summary>fsync(2), or what serves as one; 0, or -1 with the reason in <see cref="LastError"/>.</summary>
    protected virtual int SyncDescriptor(SafeFileHandle handle)
    {
        int result;
        do
        {
            result = Libc.fsync(handle);
        }
        while (result != 0 && LastError == Errno.EINTR);

        return result;
    }
}
