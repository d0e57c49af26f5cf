namespace Mutx.Platform;

/// <summary>What a kernel lock is worth for files on a filesystem.</summary>
internal enum LockTrust
{
    /// <summary>Nothing is known of the filesystem; it is taken to be this host's own.</summary>
    Unknown = 0,

    /// <summary>It is this host's own: whoever can write there shares its kernel, and the kernel's locks.</summary>
    Reliable,

    /// <summary>Others than this kernel write there as well, and its locks don't reach them, or not always.</summary>
    Unreliable,
}
