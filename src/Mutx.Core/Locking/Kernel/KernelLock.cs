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
    private readonly LockPlace _place;
    private readonly DiskFile _file;
    private readonly FileIdentity _identity;
    private readonly FileIdentity? _shared;
    private readonly bool _followsSymlinks;

    [SuppressMessage("Usage", "CA1816", Justification = "It is the descriptor's finalizer that would release the lock.")]
    public KernelLock(Disk disk, LockPlace place, OpenLockFile open, bool followsSymlinks)
    {
        _disk = disk;
        _place = place;
        _file = open.File;
        _identity = open.Identity;
        _shared = open.Shared;
        _followsSymlinks = followsSymlinks;
        Path = place.LockFile;
        GC.SuppressFinalize(_file.Handle);
    }

    public override string Path { get; }

    public override LockMethod Method => LockMethod.Kernel;

    /// <summary>Whether the lock file's path still names the file that is locked.</summary>
    public bool IsAtItsPath() => _disk.Look(Path) is { } now && (now.Identity == _identity || IsSeenThrough(now));

    /// <summary>
    /// The kernel never takes a lock away. But somebody can remove the file that it is on, against the rules, and
    /// somebody can make a <c>.locks</c> beside the resource, or remove it: then others lock there.
    /// </summary>
    public override void EnsureHeld()
    {
        if (_place.SharedNow(_disk) != _shared)
        {
            string locks = System.IO.Path.Join(_place.DecidedBy, SharedLocks.DirectoryName);
            throw new LockLostException(
                _shared is null
                    ? $"the lock is lost: '{locks}' was made while it was held, and others lock there"
                    : $"the lock is lost: '{locks}', where it lay, was removed or replaced while it was held")
            {
                Path = Path,
                Hint = "run it again",
            };
        }

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

    public override void MakeInheritable(int mark) => _disk.MakeInheritable(_file, mark);

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

    /// <summary>Where links are followed the path's own identity is that of the link, so the path is asked through it.</summary>
    private bool IsSeenThrough(in FileStatus now) =>
        now.Kind == FileKind.SymbolicLink && _followsSymlinks && _disk.LookThrough(Path)?.Identity == _identity;
}
