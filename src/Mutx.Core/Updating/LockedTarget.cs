using Mutx.Backups;
using Mutx.Locking;
using Mutx.Platform;
using Mutx.Primitives;
using Mutx.Writing;

namespace Mutx.Updating;

/// <summary>
/// A file under its lock: the one engine by which everything here changes a file that others may change too. It is made from a
/// lock that is held, so that "under the lock" is a type and no remark; it has the file's directory, open, and looks at the lock
/// once more at the last moment before each change. Who was stopped, or whose lock file was removed, finds that there.
/// <para>
/// It may outlive the lock, for one thing: what it has open it closes when it is disposed. The kernel frees a file that was
/// replaced when the last one closes it, which takes a quarter of the time of a commit and needs no lock.
/// </para>
/// </summary>
internal sealed class LockedTarget : IDisposable
{
    private readonly Disk _disk;
    private readonly TargetFile _target;
    private readonly FileLockHandle _held;
    private readonly ILockHandle? _server;
    private readonly bool _ownsTarget;
    private readonly List<DiskFile> _old = [];

    private LockedTarget(Disk disk, TargetFile target, FileLockHandle held, ILockHandle? server, bool ownsTarget)
    {
        _disk = disk;
        _target = target;
        _held = held;
        _server = server;
        _ownsTarget = ownsTarget;
    }

    /// <summary>A file whose directory was opened before the lock was asked for; it stays the caller's to close.</summary>
    /// <param name="disk">The disk.</param>
    /// <param name="target">The file.</param>
    /// <param name="held">Its lock.</param>
    /// <param name="server">The lock of a server that is held too; null for none.</param>
    public static LockedTarget Of(Disk disk, TargetFile target, FileLockHandle held, ILockHandle? server) =>
        new(disk, target, held, server, ownsTarget: false);

    /// <summary>Opens the directory of a file whose lock is held.</summary>
    public static LockedTarget Open(Disk disk, string path, SymlinkPolicy symlinks, FileLockHandle held) =>
        new(disk, TargetFile.Open(disk, path, symlinks), held, server: null, ownsTarget: true);

    /// <summary>The lock that makes what is done here exclusive; not to be used once it is released.</summary>
    public FileLockHandle Held => _held;

    /// <summary>The last look before a change: throws unless all that is to be held is still held.</summary>
    public void EnsureHeld()
    {
        _server?.EnsureHeld();
        _held.EnsureHeld();
    }

    /// <summary>Opens what the file holds now.</summary>
    public CurrentContent OpenCurrent(MissingFile ifMissing)
    {
        if (_target.Look() is not null)
        {
            return new CurrentContent(_disk, _disk.OpenRead(_target.Directory, _target.Name), exists: true);
        }

        return ifMissing == MissingFile.Create
            ? new CurrentContent(_disk, _disk.OpenInput(HostEnvironment.NullDevice), exists: false)
            : throw new MutxException(MutxError.NotFound, $"cannot update '{_target.ShownPath}': there is no such file")
            {
                Path = _target.ShownPath,
                Hint = "check its name, or let it begin with nothing (MissingFile.Create)",
            };
    }

    /// <summary>What the file holds now, in memory; null if there is none.</summary>
    public byte[]? Read()
    {
        DiskFile file;
        try
        {
            if (_target.Look() is null)
            {
                return null;
            }

            file = _disk.OpenRead(_target.Directory, _target.Name);
        }
        catch (MutxException e) when (e.Error == MutxError.NotFound && _target.Look() is null)
        {
            // Removed by somebody without the lock, between the look and the open.
            return null;
        }

        try
        {
            return WholeFile.Read(_disk, file, _target.ShownPath, out _);
        }
        finally
        {
            Keep(file);
        }
    }

    /// <summary>Replaces the file by what was written, unless the checks say otherwise.</summary>
    public CommitReport Commit(AtomicWriter writer, TargetChecks checks, BackupKeeper? backups, out string? backup)
    {
        var steps = new LockedCommit(_disk, _target, this, writer, checks, backups);
        CommitReport report = writer.Commit(steps);
        backup = steps.Backup;
        return report;
    }

    /// <summary>Replaces the file by a content that is complete.</summary>
    public void Replace(ReadOnlySpan<byte> content, AtomicFileOptions options)
    {
        // What is complete when it is written gains nothing by being held back once more.
        using var writer = new AtomicWriter(_disk, _target, options with { BufferLimit = 0 }, _target.Look(), ownsTarget: false);
        writer.Write(content);
        writer.Complete();
        Commit(writer, TargetChecks.None, null, out _);
    }

    /// <summary>
    /// Makes what the file holds durable: it may be what somebody wrote who was killed before that. Nothing is changed, so
    /// there is no look at the lock.
    /// </summary>
    public void Confirm(Durability durability)
    {
        if (durability == Durability.None)
        {
            return;
        }

        _disk.SyncNamed(_target.Directory, _target.Name);
        if (durability == Durability.Full)
        {
            _disk.SyncDirectory(_target.Directory);
        }
    }

    /// <summary>Removes the file, as durably as asked for.</summary>
    public void Remove(AtomicFileOptions options)
    {
        new TargetFence(_disk, _target, options).AdmitRemoval(_target.Look());
        EnsureHeld();
        _disk.Remove(_target.Directory, _target.Name);
        try
        {
            if (options.Durability == Durability.Full)
            {
                _disk.SyncDirectory(_target.Directory);
            }
        }
        catch (MutxException e)
        {
            throw new MutxException(e.Error, $"removed '{_target.ShownPath}', but that may not survive a power cut: {e.Message}", e)
            {
                Path = _target.ShownPath,
                NativeError = e.NativeError,
                Outcome = CommitOutcome.Unknown,
                Hint = "check the disk, then delete it again",
            };
        }
    }

    public void Dispose()
    {
        _old.ForEach(file => file.Dispose());
        _old.Clear();
        if (_ownsTarget)
        {
            _target.Dispose();
        }
    }

    private void Keep(DiskFile file)
    {
        if (_disk.ReplacesOpenFiles)
        {
            _old.Add(file);
        }
        else
        {
            file.Dispose();
        }
    }
}
