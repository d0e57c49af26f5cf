namespace Mutx.Housekeeping;

/// <summary>What is swept.</summary>
[Flags]
public enum HousekeepingScope
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>What locks and writers leave behind: lock files, and staging files whose writer is gone.</summary>
    Locks = 1,

    /// <summary>Backups beyond what is to be kept.</summary>
    Backups = 2,

    /// <summary>Both.</summary>
    All = Locks | Backups,
}
