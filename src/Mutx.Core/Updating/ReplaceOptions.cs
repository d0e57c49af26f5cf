using Mutx.Backups;
using Mutx.Locking;
using Mutx.Primitives;
using Mutx.Writing;

namespace Mutx.Updating;

/// <summary>How a file is replaced under its lock, and on what conditions.</summary>
public sealed record ReplaceOptions
{
    /// <summary>The defaults: wait as long as it takes, keep the permissions, be durable.</summary>
    public static ReplaceOptions Default { get; } = new();

    /// <summary>How the file is written.</summary>
    public AtomicFileOptions File
    {
        get;
        init => field = Guard.NotNull(value);
    } = AtomicFileOptions.Default;

    /// <summary>Where the lock lies and how it is waited for.</summary>
    public FileLockOptions Lock
    {
        get;
        init => field = Guard.NotNull(value);
    } = FileLockOptions.Default;

    /// <summary>
    /// A server's lock to take as well, for writers on several machines; null for none. It is asked for before the file's
    /// own lock, held until the replacement is done, and looked at right before it. Where it has a fencing token
    /// (<see cref="LockFeatures.Fencing"/>), that counts in place of <see cref="AtomicFileOptions.FencingToken"/>: the file
    /// has a fence from then on, and who comes without the server's lock is refused.
    /// </summary>
    public ILock? ServerLock { get; init; }

    /// <summary>
    /// How the old content is kept; null if it isn't. It is taken at the last moment, under the lock: a replacement
    /// that fails leaves the last good backup as it was. Where there is nothing to replace there is no backup.
    /// </summary>
    public BackupOptions? Backup { get; init; }

    /// <summary>
    /// How long to wait for the lock; any time. Zero is no wait: then the lock is tried once before the content is
    /// produced, and again when it is complete.
    /// </summary>
    public TimeSpan LockTimeout
    {
        get;
        init => field = Guard.WaitTime(value);
    } = Timeout.InfiniteTimeSpan;

    /// <summary>
    /// Takes no lock: of two who replace the file at the same time the later wins, whole. For those who run under the file's
    /// lock already, and would wait for themselves. What else is said of the lock here is without effect then.
    /// </summary>
    public bool Unlocked { get; init; }

    /// <summary>For how long the lock is held.</summary>
    public LockScope Scope
    {
        get;
        init => field = Guard.Defined(value, LockScope.Production);
    }

    /// <summary>
    /// Whether what killed writers left beside the file is cleared away: in the background, once for each directory.
    /// </summary>
    public LeftoverSweep LeftoverSweep
    {
        get;
        init => field = Guard.Defined(value, LeftoverSweep.Never);
    }

    /// <summary>Leaves a target that has the same content alone, its modification time included.</summary>
    public bool IfChanged { get; init; }

    /// <summary>What the target must be, looked at under the lock; null for anything.</summary>
    public ContentCondition? IfMatch { get; init; }

    /// <summary>
    /// Whether empty content may replace a file that isn't empty. A program whose input comes from another one sets it to
    /// false: a producer that failed looks like that.
    /// </summary>
    public bool AllowEmpty { get; init; } = true;

    /// <summary>Refuses empty content, for new files and empty ones too.</summary>
    public bool RequireNonEmpty { get; init; }

    /// <summary>
    /// Looks at the complete content before the lock is asked for, and throws if it is not to become the target's;
    /// what it throws is what the caller gets.
    /// </summary>
    public Action<StagedContent>? Validate { get; init; }
}
