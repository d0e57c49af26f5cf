using Microsoft.Win32.SafeHandles;
using Mutx.Platform;

namespace Mutx.Updating;

/// <summary>New content that is complete but not yet the target's, for a validator to look at.</summary>
public sealed class StagedContent
{
    private readonly Disk _disk;
    private readonly DiskFile _file;

    internal StagedContent(Disk disk, DiskFile file, long length)
    {
        _disk = disk;
        _file = file;
        Length = length;
    }

    /// <summary>Its length in bytes.</summary>
    public long Length { get; }

    /// <summary>A path under which another process of the same user can read it while the validator runs. Not to be written.</summary>
    public string Path => _disk.PathForOthers(_file);

    /// <summary>Opens it for reading from its start; the handle is the caller's to close.</summary>
    public SafeFileHandle OpenRead() => _disk.Reopen(_file).Handle;
}
