using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Mutx.Backups;
using Mutx.Diagnostics;
using Mutx.Primitives;

namespace Mutx.Housekeeping;

/// <summary>What is swept, and how old it has to be.</summary>
public sealed record HousekeepingOptions
{
    /// <summary>The defaults: locks and backups, one directory, and no backup removed.</summary>
    public static HousekeepingOptions Default { get; } = new();

    /// <summary>What is swept.</summary>
    public HousekeepingScope Scope
    {
        get;
        init => field = Guard.Defined(value, HousekeepingScope.All);
    } = HousekeepingScope.All;

    /// <summary>Whether directories below are swept too. Symbolic links are never followed.</summary>
    public bool Recursive { get; init; }

    /// <summary>
    /// Which backups are kept. Without a limit none is removed. The groups are those of one file in one directory.
    /// </summary>
    public Retention Retention
    {
        get;
        init => field = Guard.NotNull(value);
    } = Retention.KeepAll;

    /// <summary>
    /// The age that lock files and staging files must exceed, by their modification time; null for any. In use or not
    /// is found out in any case.
    /// </summary>
    public TimeSpan? LocksOlderThan
    {
        get;
        init
        {
            if (value is { } age)
            {
                ArgumentOutOfRangeException.ThrowIfLessThan(age, TimeSpan.Zero, nameof(value));
            }

            field = value;
        }
    }

    /// <summary>How the names of backups end; other names are no backups.</summary>
    public string BackupSuffix
    {
        get;
        init => field = new BackupOptions { Suffix = value }.Suffix;
    } = BackupOptions.DefaultSuffix;

    /// <summary>The clock that ages are told by, and the time zone of the times in backups' names.</summary>
    public TimeProvider TimeProvider
    {
        get;
        init => field = Guard.NotNull(value);
    } = TimeProvider.System;

    /// <summary>Where each removal is logged; nowhere. What it throws is dropped.</summary>
    public ILogger Logger
    {
        get;
        init => field = HarmlessLogger.Around(value);
    } = NullLogger.Instance;
}
