namespace Mutx.Locking;

/// <summary>What excludes the others.</summary>
public enum LockMethod
{
    /// <summary>Whatever can be trusted where the lock file lies.</summary>
    Auto = 0,

    /// <summary>A lock of the kernel's on the lock file; it ends with the process that holds it, however that ends.</summary>
    Kernel,

    /// <summary>A claim file beside the resource, for filesystems whose kernel locks can't be trusted.</summary>
    Claim,
}
