using Mutx.Diagnostics;
using Mutx.Platform;
using Mutx.Primitives;

namespace Mutx.Writing;

/// <summary>
/// New content on its way to becoming the target: a file without a name where the filesystem has such a thing, else
/// one with a name that a sweep can tell from an orphan by its lock. It ends in exactly one of two ways, published
/// or discarded. Discarding may be asked for from any thread and at any moment; it does nothing once publishing has begun.
/// </summary>
internal sealed partial class StagedFile : IDisposable
{
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode NewFile = Private | UnixFileMode.GroupRead | UnixFileMode.GroupWrite
        | UnixFileMode.OtherRead | UnixFileMode.OtherWrite;

    private const int Open = 0;
    private const int Publishing = 1;
    private const int Published = 2;
    private const int Discarded = 3;

    private readonly Disk _disk;
    private readonly TargetFile _target;
    private readonly AtomicFileOptions _options;
    private readonly FileStatus? _stagedFor;
    private readonly Lock _naming = new();
    private string? _name;
    private int _state;

    private StagedFile(Disk disk, TargetFile target, AtomicFileOptions options, DiskFile file, string? name, FileStatus? stagedFor)
    {
        _disk = disk;
        _target = target;
        _options = options;
        _name = name;
        _stagedFor = stagedFor;
        File = file;
    }

    public DiskFile File { get; }

    public bool IsPublished => Volatile.Read(ref _state) == Published;

    /// <summary>Whether it is too late to discard.</summary>
    public bool IsPublishing => Volatile.Read(ref _state) is Publishing or Published;

    /// <summary>
    /// Stages an empty file. Content that replaces a file is private from its first byte; where there is nothing to
    /// replace and no mode was asked for, the kernel applies umask and default access lists as to any new file.
    /// </summary>
    public static StagedFile Create(Disk disk, TargetFile target, AtomicFileOptions options, FileStatus? replaced)
    {
        bool isPlain = options.Mode is null && (replaced is null || options.ModePolicy == ModePolicy.Default);
        UnixFileMode mode = isPlain ? NewFile : Private;
        DiskFile? unnamed = disk.CreateUnnamed(target.Directory, mode);
        if (unnamed is not null)
        {
            options.Logger.Staged(target.ShownPath, "without a name");
            return new StagedFile(disk, target, options, new DiskFile(unnamed.Handle, target.ShownPath), null, replaced);
        }

        StagedFile staged = CreateNamed(disk, target, options, mode, replaced);
        options.Logger.Staged(target.ShownPath, staged._name!);
        return staged;
    }

    /// <summary>
    /// Gives it owner, attributes and permissions. Owner comes first, because it clears bits; the access list before
    /// the mode, because its mask would else be the group's permission for a moment.
    /// </summary>
    /// <returns>What the user should know about it; null for nothing.</returns>
    public string? ApplyMetadata(FileStatus? replaced, TargetFence fence)
    {
        fence.Apply(File, replaced);

        // One that is gone, before this was staged (a backup comes back) or since: owner and permissions are still the best guess.
        string? warning = (replaced ?? _stagedFor) is { } like ? ApplyMetadata(like, replaced is null ? null : fence) : null;
        if (_options.Mode is { } mode)
        {
            _disk.SetMode(File, mode);
        }

        return warning;
    }

    /// <param name="like">Whose owner and permissions it gets.</param>
    /// <param name="fence">The fence of the file that is there; null if none is, and there are no attributes to carry over.</param>
    private string? ApplyMetadata(in FileStatus like, TargetFence? fence)
    {
        bool keepsMode = _options.ModePolicy == ModePolicy.Preserve;
        Ownership kept = ApplyOwner(like);
        AttributeCopy scope = !keepsMode ? AttributeCopy.WithoutAccessList
            : kept.Group ? AttributeCopy.WithAccessList : AttributeCopy.WithNarrowedAccessList;
        CopiedAttributes copied = fence is null ? CopiedAttributes.None : _disk.CopyAttributes(_target.Directory, _target.Name, File, scope);
        if (copied.HasFlag(CopiedAttributes.Fence))
        {
            fence!.Found();
        }

        if (_options.Mode is not null || !keepsMode)
        {
            return null;
        }

        UnixFileMode mode = kept.Narrow(like.Mode);
        if (!copied.HasFlag(CopiedAttributes.AccessList))
        {
            _disk.SetMode(File, mode);
        }

        return _options.Owner == OwnerPolicy.TryPreserve && kept.ShutsOut(like.Mode, mode)
            ? $"'{_target.ShownPath}' is this user's now, who may not give it back to user {like.Owner}: that user has lost access to it"
            : null;
    }

    /// <summary>Makes content and metadata survive a power cut, as far as was asked for.</summary>
    /// <param name="replaced">What the target is; null if it doesn't exist.</param>
    public void Sync(FileStatus? replaced)
    {
        if (_options.Durability == Durability.None)
        {
            return;
        }

        if (_name is null && _disk.MustNameBeforeSync(_target.Directory, replaced))
        {
            lock (_naming)
            {
                GiveName();
            }
        }

        _disk.Sync(File);
        _options.Logger.Synced();
    }

    /// <summary>
    /// Makes it the target: the one step that readers see. A new file never replaces one that came into being
    /// meanwhile.
    /// </summary>
    /// <param name="replaced">What the target was when it was looked at; null if it didn't exist.</param>
    /// <param name="step">What is put in place just before, and taken back if the target isn't replaced; null for nothing.</param>
    /// <returns>Whether it was done; false if the target exists now although it didn't.</returns>
    /// <exception cref="OperationCanceledException">It was discarded before.</exception>
    public bool TryPublish(FileStatus? replaced, IPublishStep? step)
    {
        if (Interlocked.CompareExchange(ref _state, Publishing, Open) != Open)
        {
            throw Cancelled();
        }

        bool done = false;
        try
        {
            lock (_naming)
            {
                if (replaced is not null || _name is not null)
                {
                    EnsureName();
                }

                step?.Place();
                done = replaced is null ? PublishNew() : PublishOver();
            }
        }
        finally
        {
            if (!done)
            {
                step?.TakeBack();
            }

            Volatile.Write(ref _state, done ? Published : Open);
        }

        if (done)
        {
            // Nobody else closes it: once publishing has begun, discarding does nothing. Closing ends the mark; a child between
            // fork and exec may keep it for a moment, which readers that lock can share.
            File.Dispose();
            _options.Logger.Replaced(_target.ShownPath);
        }

        return done;
    }

    /// <summary>Ends it without a trace; false if it is published or about to be.</summary>
    public bool Discard()
    {
        int before = Interlocked.CompareExchange(ref _state, Discarded, Open);
        if (before != Open)
        {
            return before == Discarded;
        }

        lock (_naming)
        {
            try
            {
                if (_name is { } name)
                {
                    _disk.Remove(_target.Directory, name);
                    _name = null;
                }
            }
            catch (MutxException)
            {
                // What can't be removed now is found by the next sweep; the error that led here matters more.
            }

            File.Dispose();
        }

        return true;
    }

    public void Dispose() => Discard();

    private Ownership ApplyOwner(in FileStatus old)
    {
        if (_options.Owner == OwnerPolicy.Writer)
        {
            return new Ownership(_disk.IsOwn(old), _disk.Look(File).Group == old.Group);
        }

        Ownership kept = Ownership.Give(_disk, File, old);
        return kept is { Owner: true, Group: true } || _options.Owner == OwnerPolicy.TryPreserve
            ? kept
            : throw new MutxException(
                MutxError.NotPermitted, $"cannot keep the owner of '{_target.ShownPath}': only a privileged user may give files away")
            {
                Path = _target.ShownPath,
                Hint = "run it as root, or keep it only as far as privilege allows (OwnerPolicy.TryPreserve)",
            };
    }
}
