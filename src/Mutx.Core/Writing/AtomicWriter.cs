using Microsoft.Win32.SafeHandles;
using Mutx.Diagnostics;
using Mutx.Platform;
using Mutx.Primitives;

namespace Mutx.Writing;

/// <summary>
/// New content of a file, until it is committed. Readers of the file see the old content, whole, until
/// <see cref="Commit()"/>, and the new content, whole, from then on; nobody ever sees a part. Disposing it without a
/// commit leaves the file as it was, and nothing beside it; so does the end of the process, however it comes, on
/// filesystems that have files without a name (on others a staging file may be left, which a sweep removes).
/// <para>
/// It serves one thread at a time. Writing and committing block on the disk. Once it is disposed, only <see cref="Outcome"/>
/// and <see cref="IsPublishing"/> can be asked for, and they can from any thread.
/// </para>
/// </summary>
public sealed class AtomicWriter : IDisposable
{
    // Larger ones make the collector ask the kernel for memory.
    private const int FirstBuffer = 4 * 1024;
    private const int CommitTries = 100;

    // Content beyond this is flushed when it is complete rather than at the commit, where a lock may be held.
    private const long FlushEarly = 4 * 1024 * 1024;

    private readonly Disk _disk;
    private readonly TargetFile _target;
    private readonly bool _ownsTarget;
    private readonly AtomicFileOptions _options;
    private readonly FileStatus? _stagedFor;
    private readonly TargetFence _fence;
    private readonly Lock _gate = new();
    private byte[]? _buffer;
    private int _buffered;
    private long _written;
    private bool _handedOut;
    private bool _discarded;
    private bool _disposed;
    private StagedFile? _staged;
    private AtomicWriterStream? _stream;

    /// <param name="disk">The disk.</param>
    /// <param name="target">What is to be replaced.</param>
    /// <param name="options">How.</param>
    /// <param name="stagedFor">What is there, or whose owner and permissions a file gets that isn't; null for those of any new file.</param>
    /// <param name="ownsTarget">Whether the target is this writer's to close.</param>
    internal AtomicWriter(
        Disk disk, TargetFile target, AtomicFileOptions options, FileStatus? stagedFor, bool ownsTarget = true)
    {
        _disk = disk;
        _target = target;
        _ownsTarget = ownsTarget;
        _options = options;
        _stagedFor = stagedFor;
        _fence = new TargetFence(disk, target, options);
    }

    /// <summary>A stream that writes at the end of the content.</summary>
    public Stream Stream
    {
        get
        {
            RequireOpen();
            return _stream ??= new AtomicWriterStream(this);
        }
    }

    /// <summary>
    /// The staged file's own handle, to give to a child process as its standard output, say. It stays the writer's:
    /// neither close nor lock it. Nothing is held in memory once it was asked for.
    /// </summary>
    public SafeFileHandle Handle
    {
        get
        {
            RequireOpen();
            SafeFileHandle handle = Stage().File.Handle;
            _handedOut = true;
            return handle;
        }
    }

    /// <summary>How many bytes the new content has so far.</summary>
    public long Length
    {
        get
        {
            RequireOpen();
            return _handedOut && _staged is { } staged ? _disk.Look(staged.File).Length : _written;
        }
    }

    /// <summary>Whether the file has been replaced.</summary>
    public CommitOutcome Outcome { get; private set; }

    /// <summary>Whether it is too late to discard: the file is being replaced this moment, or has been.</summary>
    public bool IsPublishing => _staged is { IsPublishing: true };

    /// <summary>Adds content.</summary>
    /// <exception cref="MutxException">It can't be written; the file is as it was.</exception>
    public void Write(ReadOnlySpan<byte> content)
    {
        RequireOpen();
        if (_staged is null && _buffered + (long)content.Length <= _options.BufferLimit)
        {
            content.CopyTo(Room(content.Length));
            _buffered += content.Length;
        }
        else
        {
            _disk.Write(Stage().File, content);
        }

        _written += content.Length;
    }

    /// <summary>
    /// Adds everything from a descriptor's position to its end, within the kernel where that is possible. A read that
    /// fails is an error, never taken for the end.
    /// </summary>
    /// <param name="source">A file, pipe or socket, open for reading.</param>
    /// <param name="sourceName">What messages call it.</param>
    /// <param name="cancellationToken">Looked at between two pieces.</param>
    /// <exception cref="MutxException">The source can't be read, or the content not be written; the file is as it was.</exception>
    public void CopyFrom(SafeFileHandle source, string sourceName, CancellationToken cancellationToken = default)
    {
        Guard.NotNull(source);
        Guard.NotNull(sourceName);
        RequireOpen();
        DiskFile from = Disk.Borrow(source, sourceName);
        while (_staged is null && _buffered < _options.BufferLimit)
        {
            cancellationToken.ThrowIfCancellationRequested();
            int read = _disk.Read(from, Room(1));
            if (read == 0)
            {
                return;
            }

            _buffered += read;
            _written += read;
        }

        ContentCopy.Run(_disk, from, Stage().File, copied => _written += copied, cancellationToken);
    }

    /// <summary>
    /// Replaces the file. Returns when the new content is as durable as <see cref="AtomicFileOptions.Durability"/> asks.
    /// </summary>
    /// <exception cref="MutxException">
    /// It could not be done. <see cref="MutxException.Outcome"/> tells whether the file has the new content all the same.
    /// </exception>
    public void Commit()
    {
        RequireOpen();
        Complete();
        Commit(CommitSteps.None);
    }

    /// <summary>Discards what has not been committed. Does nothing after a commit, or a second time.</summary>
    public void Dispose()
    {
        _disposed = true;
        Discard();
        if (_ownsTarget)
        {
            _target.Dispose();
        }
    }

    /// <summary>
    /// Discards what is staged, from any thread and at any moment; too late once the target is being replaced. The
    /// thread that writes notices at its next step.
    /// </summary>
    /// <returns>Whether nothing of it is left; false if it is too late.</returns>
    internal bool Discard()
    {
        lock (_gate)
        {
            _discarded = true;
            return _staged?.Discard() ?? true;
        }
    }

    internal DiskFile StagedContent => Stage().File;

    /// <summary>The fencing token that the file is replaced with, where it is known only once a lock is held.</summary>
    internal FencingToken? Token
    {
        get => _fence.Given;
        set => _fence.Token = value;
    }

    /// <summary>Stages all of the content, and flushes it now if it is much.</summary>
    internal void Complete()
    {
        StagedFile staged = Stage();
        _written = Length;
        _handedOut = false;

        _options.Logger.ContentComplete(_written);
        if (_written > FlushEarly)
        {
            staged.Sync(_stagedFor);
        }
    }

    /// <summary>
    /// The one commit sequence: look, fence, check, metadata, fsync, keep the old, last look and rename, fsync of the directory.
    /// It begins again where the target turns out not to be what it was when it was looked at.
    /// </summary>
    internal CommitReport Commit(CommitSteps steps)
    {
        StagedFile staged = Stage();
        for (int i = 0; i < CommitTries; i++)
        {
            FileStatus? current = _target.Look();
            bool raises = _fence.Admit(current);
            if (!steps.Accepts(current) && !raises)
            {
                return new CommitReport(Changed: false, Confirmed: true, Warning: null);
            }

            string? warning = staged.ApplyMetadata(current, _fence);
            staged.Sync(current);
            if (steps.TryKeep(current, out IPublishStep? step) && staged.TryPublish(current, step))
            {
                Outcome = CommitOutcome.Unknown;
                step?.Complete();
                return new CommitReport(Changed: true, SyncDirectory(), warning);
            }
        }

        throw new MutxException(MutxError.Busy, $"cannot replace '{_target.ShownPath}': it appears and vanishes all the time")
        {
            Path = _target.ShownPath,
            Hint = "find the program that creates and removes it",
        };
    }

    /// <summary>Makes the replacement itself durable; false if the filesystem refuses to say so.</summary>
    private bool SyncDirectory()
    {
        bool confirmed = true;
        if (_options.Durability == Durability.Full)
        {
            try
            {
                confirmed = _disk.SyncDirectory(_target.Directory);
            }
            catch (MutxException e)
            {
                throw new MutxException(
                    e.Error, $"replaced '{_target.ShownPath}', but it may not survive a power cut: {e.Message}", e)
                {
                    Path = _target.ShownPath,
                    NativeError = e.NativeError,
                    Outcome = CommitOutcome.Unknown,
                    Hint = "check the disk, then write it again",
                };
            }

            LogDirectory(confirmed);
        }

        Outcome = CommitOutcome.Done;
        return confirmed;
    }

    private void LogDirectory(bool confirmed)
    {
        if (confirmed)
        {
            _options.Logger.DirectorySynced(_target.ShownPath);
        }
        else
        {
            _options.Logger.DirectoryNotSynced(_target.ShownPath);
        }
    }

    /// <summary>Discarding is something else: it may come from another thread while this one looks at what it has written.</summary>
    private void RequireOpen() => ObjectDisposedException.ThrowIf(_disposed, this);

    /// <summary>Free space in the buffer, at least as much as asked for; the buffer grows up to its limit.</summary>
    private Span<byte> Room(int atLeast)
    {
        if (_buffer is null || _buffer.Length - _buffered < atLeast)
        {
            int wanted = Math.Max((_buffer?.Length ?? 0) * 2, Math.Max(FirstBuffer, _buffered + atLeast));
            Array.Resize(ref _buffer, Math.Min(wanted, _options.BufferLimit));
        }

        return _buffer.AsSpan(_buffered);
    }

    /// <summary>The staged file, with all that was held in memory until now in it.</summary>
    private StagedFile Stage()
    {
        if (_staged is { } existing)
        {
            return existing;
        }

        StagedFile staged;
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_discarded, this);
            staged = StagedFile.Create(_disk, _target, _options, _stagedFor);
            _staged = staged;
        }

        if (_buffered > 0)
        {
            _disk.Write(staged.File, _buffer.AsSpan(0, _buffered));
        }

        _buffer = null;
        _buffered = 0;
        return staged;
    }
}
