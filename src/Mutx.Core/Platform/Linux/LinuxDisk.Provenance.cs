using System.Text;
using Mutx.Interop;

namespace Mutx.Platform;

/// <summary>Times to the nanosecond, and the attribute that says what a file is a backup of.</summary>
internal sealed partial class LinuxDisk
{
    private const int MaxTextLength = 4096 * 2;

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

    public override unsafe string? ReadAttribute(DiskDirectory directory, string name, string attribute)
    {
        using var attributes = new NamedAttributes(this, directory, name);
        byte* value = stackalloc byte[MaxTextLength];
        nint length = attributes.Get(attribute, value, MaxTextLength);
        return length < 0 ? null : Encoding.UTF8.GetString(value, (int)length);
    }

    public override unsafe bool TrySetAttribute(DiskFile file, string attribute, string value)
    {
        byte[] text = Encoding.UTF8.GetBytes(value);
        fixed (byte* start = text)
        {
            return Libc.fsetxattr(file.Handle, attribute, start, text.Length, 0) == 0 ? true
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
