using Mutx.Locking;
using Mutx.Primitives;
using Mutx.Writing;

namespace Mutx.Repositories;

/// <summary>How records are stored, locked and watched.</summary>
public sealed record JsonRepositoryOptions
{
    /// <summary>The defaults: durable, any time to wait for the lock, a directory that must exist.</summary>
    public static JsonRepositoryOptions Default { get; } = new();

    /// <summary>How a record's file is written.</summary>
    public AtomicFileOptions File
    {
        get;
        init => field = Guard.NotNull(value);
    } = AtomicFileOptions.Default;

    /// <summary>Where the locks lie and how they are waited for.</summary>
    public FileLockOptions Lock
    {
        get;
        init => field = Guard.NotNull(value);
    } = FileLockOptions.Default;

    /// <summary>How long a change waits for the record's lock; any time. Zero is one try.</summary>
    public TimeSpan LockTimeout
    {
        get;
        init => field = Guard.WaitTime(value);
    } = Timeout.InfiniteTimeSpan;

    /// <summary>
    /// The permission bits with which a missing directory is created, with all that is missing above it; if null, the
    /// directory must exist. One that exists keeps its own.
    /// </summary>
    public UnixFileMode? DirectoryMode
    {
        get;
        init => field = value is { } mode ? Guard.Mode(mode) : null;
    }

    /// <summary>How often a watcher looks where the system tells it nothing; one second.</summary>
    public TimeSpan WatchInterval
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(value, TimeSpan.Zero);
            field = value;
        }
    } = TimeSpan.FromSeconds(1);

    /// <summary>The clock for timeouts and intervals.</summary>
    public TimeProvider TimeProvider
    {
        get;
        init => field = Guard.NotNull(value);
    } = TimeProvider.System;
}
