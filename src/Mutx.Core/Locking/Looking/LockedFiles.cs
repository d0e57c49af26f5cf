using Mutx.Platform;

namespace Mutx.Locking;

/// <summary>
/// The files that are locked at one moment, by the kernel's table: many are asked about at once, and none is tried. A hint, as all
/// that is seen of locks; where there is no such table none is locked.
/// </summary>
internal sealed class LockedFiles
{
    private readonly HashSet<FileIdentity> _files;
    private readonly HashSet<ulong> _inodes;

    private LockedFiles(IEnumerable<FileIdentity> files)
    {
        _files = [.. files];
        _inodes = [.. _files.Select(file => file.Inode)];
    }

    public static LockedFiles Now() => new(OperatingSystem.IsLinux() ? KernelLocks.Files() : []);

    /// <summary>Whether a file is locked.</summary>
    /// <param name="file">Which it is.</param>
    /// <param name="path">Where it is: on btrfs and overlay the table tells the number but another device, and who has it open has to be asked.</param>
    public bool Contains(FileIdentity file, string path) =>
        _files.Contains(file)
        || (_inodes.Contains(file.Inode) && LockInspector.Inspect(path).State is LockState.Held or LockState.Shared);
}
