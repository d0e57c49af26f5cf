namespace Mutx.Faults.Tests.Disks;

/// <summary>For how long a fault lasts.</summary>
public enum FaultSpan
{
    /// <summary>The one call.</summary>
    Once,

    /// <summary>Each call of that step from then on: the disk stays full, say.</summary>
    ThisStepFromThenOn,

    /// <summary>Every call from then on, by EIO: the disk is gone.</summary>
    EverythingFromThenOn,
}
