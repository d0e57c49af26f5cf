namespace Mutx.Locking;

/// <summary>What a held lock stands on, and so what ends it if nobody releases it.</summary>
public enum LockHoldModel
{
    /// <summary>The memory of one process.</summary>
    Memory = 0,

    /// <summary>An open file, kept by the kernel: until the process that has it open ends, however that happens.</summary>
    Kernel,

    /// <summary>A connection to a server: until it ends, or the server has heard nothing of it for too long.</summary>
    Session,

    /// <summary>A time that the holder keeps extending: until it runs out.</summary>
    Lease,
}
