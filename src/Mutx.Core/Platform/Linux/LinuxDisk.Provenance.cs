using System.Text;
using Mutx.Interop;

namespace Mutx.Platform;

/// <summary>Times to the nanosecond, and the attribute that says what a file is a backup of.</summary>
internal sealed partial class LinuxDisk
{
    public override unsafe void CopyModificationTime(DiskFile from, DiskFile to)
    {
        if (Libc.statx(from.Handle, "", StatxBuffer.AT_EMPTY_PATH, StatxBuffer.STATX_BASIC_STATS, out StatxBuffer status) != 0)
        {
            throw Failure("look at", from.Path);
        }

        long* times = stackalloc long[] { 0, Libc.UTIME_OMIT, status.ModifySeconds, status.ModifyNanoseconds };
        if (Libc.futimens(to.Handle, times) != 0)
        {
            throw Failure("set the time of", to.Path);
        }
    }

    public override byte[]? ReadAttribute(DiskDirectory directory, string name, string attribute)
    {
        using var attributes = new NamedAttributes(this, directory, name);
        if (attributes.Value(attribute) is { } value)
        {
            return value;
        }

        // Who may not read a file may not read what attributes it hasn't got either; their names anybody may see.
        int error = LastError;
        return error == Errno.ENODATA || error == Errno.ENOENT || Errno.IsUnsupported(error)
            || (error == Errno.EACCES && !attributes.Names(directory.PathOf(name)).Contains(attribute))
            ? null
            : throw Errno.Failure($"read the attribute {attribute} of", directory.PathOf(name), error);
    }

    public override unsafe bool TrySetAttribute(DiskFile file, string attribute, byte[] value)
    {
        fixed (byte* start = value)
        {
            return SetValue(file, attribute, start, value.Length) == 0 ? true
                : Errno.IsUnsupported(LastError) ? false
                : throw Failure($"set the attribute {attribute} of", file.Path);
        }
    }

    public override unsafe bool TryWriteAttribute(DiskDirectory directory, string name, string attribute, string value)
    {
        using var attributes = new NamedAttributes(this, directory, name);
        byte[] text = Encoding.UTF8.GetBytes(value);
        fixed (byte* start = text)
        {
            return attributes.Set(attribute, start, text.Length) == 0;
        }
    }
}
