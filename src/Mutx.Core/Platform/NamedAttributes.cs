using Mutx.Interop;

namespace Mutx.Platform;

/// <summary>
/// The extended attributes of a name in an open directory. Through /proc the name is looked up in that directory, and the
/// file itself needn't be readable; where there is no /proc the file is opened.
/// </summary>
internal readonly unsafe ref struct NamedAttributes
{
    private readonly PinnedDescriptor _directory;
    private readonly string? _path;
    private readonly DiskFile? _file;

    public NamedAttributes(Disk disk, DiskDirectory directory, string name)
    {
        _file = LinuxDisk.HasProc ? null : disk.OpenRead(directory, name);
        _directory = new PinnedDescriptor(directory.Handle);
        _path = _file is null ? $"{_directory.Path}/{name}" : null;
    }

    /// <summary>As llistxattr(2).</summary>
    public nint List(byte* names, nint size) =>
        _path is not null ? Libc.llistxattr(_path, names, size) : Libc.flistxattr(_file!.Handle, names, size);

    /// <summary>As lgetxattr(2).</summary>
    public nint Get(string attribute, byte* value, nint size) =>
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
