namespace Mutx.Housekeeping;

/// <summary>What kind of thing is swept.</summary>
public enum HousekeepingKind
{
    /// <summary>The empty file that a kernel lock sits on.</summary>
    LockFile,

    /// <summary>New content that its writer never finished, because it was killed.</summary>
    StagingFile,

    /// <summary>The old content of a file.</summary>
    Backup,

    /// <summary>A claim or a feature lock that no longer counts, or what a killed claimant left.</summary>
    Claim,
}
