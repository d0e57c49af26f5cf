namespace Mutx.Locking;

/// <summary>How a release ended. The lock isn't held any more, whichever it is.</summary>
public enum LockRelease
{
    /// <summary>It was held until now, and others can have it.</summary>
    Released = 0,

    /// <summary>It had been lost before: somebody else may have held it meanwhile.</summary>
    AlreadyLost,

    /// <summary>
    /// No answer. It was not known to be lost, and it comes free as that of a holder that died: when the server notices
    /// that its connection is gone, or when its lease runs out.
    /// </summary>
    Unknown,
}
