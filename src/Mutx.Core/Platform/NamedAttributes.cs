using System.Runtime.InteropServices;
using System.Text;
using Mutx.Interop;
using Mutx.Primitives;

namespace Mutx.Platform;

/// <summary>
/// The extended attributes of a name in an open directory. Through /proc the name is looked up in that directory, and the
/// file itself needn't be readable; where there is no /proc the file is opened.
/// </summary>
internal readonly unsafe ref struct NamedAttributes
{
    /// <summary>XATTR_SIZE_MAX: no value is longer.</summary>
    public const int MaxValueLength = 65536;

    private const int UsualValueLength = 1024;

    private readonly PinnedDescriptor _directory;
    private readonly string? _path;
    private readonly DiskFile? _file;

    public NamedAttributes(Disk disk, DiskDirectory directory, string name)
    {
        _file = LinuxDisk.HasProc ? null : disk.OpenRead(directory, name);
        _directory = new PinnedDescriptor(directory.Handle);
        _path = _file is null ? $"{_directory.Path}/{name}" : null;
    }

    /// <summary>The names of all attributes that may be seen; none where the filesystem has none.</summary>
    /// <exception cref="MutxException">They can't be listed: nobody knows then what would be lost.</exception>
    public string[] Names(string shownPath)
    {
        nint length = List(null, 0);
        while (length > 0)
        {
            var buffer = new byte[length];
            fixed (byte* start = buffer)
            {
                length = List(start, buffer.Length);
            }

            if (length > 0)
            {
                return Encoding.UTF8.GetString(buffer, 0, (int)length).Split('\0', StringSplitOptions.RemoveEmptyEntries);
            }

            // One more came between the two calls.
            length = length < 0 && Marshal.GetLastPInvokeError() == Errno.ERANGE ? List(null, 0) : length;
        }

        int error = Marshal.GetLastPInvokeError();
        return length == 0 || error == Errno.ENOENT || Errno.IsUnsupported(error) ? []
            : error == Errno.E2BIG ? throw TooMany(shownPath)
            : throw Errno.Failure("list the attributes of", shownPath, error);
    }

    private static MutxException TooMany(string shownPath) =>
        new(MutxError.NotSupported, $"cannot carry over the attributes of '{shownPath}': their names take more than the 64 KiB that the system lists")
        {
            Path = shownPath,
            NativeError = Errno.E2BIG,
            Hint = "remove those that nobody needs: setfattr -x NAME",
        };

    /// <summary>The value of an attribute; null if it can't be had, and the last error says why.</summary>
    public byte[]? Value(string attribute)
    {
        byte* value = stackalloc byte[UsualValueLength];
        nint length = Get(attribute, value, UsualValueLength);
        if (length >= 0)
        {
            return new ReadOnlySpan<byte>(value, (int)length).ToArray();
        }

        if (Marshal.GetLastPInvokeError() != Errno.ERANGE)
        {
            return null;
        }

        var large = new byte[MaxValueLength];
        fixed (byte* start = large)
        {
            length = Get(attribute, start, MaxValueLength);
        }

        return length < 0 ? null : large[..(int)length];
    }

    /// <summary>As llistxattr(2).</summary>
    private nint List(byte* names, nint size) =>
        _path is not null ? Libc.llistxattr(_path, names, size) : Libc.flistxattr(_file!.Handle, names, size);

    /// <summary>As lgetxattr(2).</summary>
    private nint Get(string attribute, byte* value, nint size) =>
        _path is not null ? Libc.lgetxattr(_path, attribute, value, size) : Libc.fgetxattr(_file!.Handle, attribute, value, size);

    /// <summary>As lsetxattr(2).</summary>
    public int Set(string attribute, byte* value, nint size) =>
        _path is not null
            ? Libc.lsetxattr(_path, attribute, value, size, 0)
            : Libc.fsetxattr(_file!.Handle, attribute, value, size, 0);

    public void Dispose()
    {
        _directory.Dispose();
        _file?.Dispose();
    }
}
