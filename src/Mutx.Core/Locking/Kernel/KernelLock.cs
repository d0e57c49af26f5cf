using System.Diagnostics.CodeAnalysis;
using Mutx.Platform;
using Mutx.Primitives;

namespace Mutx.Locking;

/// <summary>
/// A kernel lock that is held: an open lock file. The finalizer of the descriptor is switched off, so that the garbage
/// collector never releases a lock while its holder still works, having merely lost sight of the handle.
/// </summary>
internal sealed class KernelLock : HeldLock
{
    private readonly Disk _disk;
    private readonly DiskFile _file;
    private readonly FileIdentity _identity;
    private readonly bool _followsSymlinks;

    [SuppressMessage("Usage", "CA1816", Justification = "It is the descriptor's finalizer that would release the lock.")]
    public KernelLock(Disk disk, DiskFile file, string path, bool followsSymlinks)
    {
        _disk = disk;
        _file = file;
        _identity = disk.Look(file).Identity;
        _followsSymlinks = followsSymlinks;
        Path = path;
        GC.SuppressFinalize(file.Handle);
    }

    public override string Path { get; }

    public override LockMethod Method => LockMethod.Kernel;

    /// <summary>Whether the lock file's path still names the file that is locked.</summary>
    public bool IsAtItsPath()
    {
        FileStatus? now = _disk.Look(Path);
        if (_followsSymlinks && now is { Kind: FileKind.SymbolicLink })
        {
            now = _disk.Look(ResolvedPath.Resolve(_disk, Path).FullPath);
        }

        return now?.Identity == _identity;
    }

    /// <summary>The kernel never takes a lock away, but somebody can remove the file that it is on, against the rules.</summary>
    public override void EnsureHeld()
    {
        if (!IsAtItsPath())
        {
            throw new LockLostException($"the lock is lost: its lock file '{Path}' was removed or replaced while it was held")
            {
                Path = Path,
                Hint = "others may hold the lock on a new file of that name; find out what removes lock files that are in use",
            };
        }
    }

    public override void Downgrade()
    {
        if (!_disk.TryDowngrade(_file))
        {
            throw new LockLostException($"the lock on '{Path}' was lost when it was to be made a shared one") { Path = Path };
        }
    }

    public override void MakeInheritable() => _disk.MakeInheritable(_file);

    /// <summary>Unlocking comes first: a forked child may hold a copy of the descriptor for a moment.</summary>
    public override void Release()
    {
        try
        {
            _disk.Unlock(_file);
        }
        catch (MutxException)
        {
            // Closing releases it as well.
        }

        _file.Dispose();
    }
}
