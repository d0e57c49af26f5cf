namespace Mutx.Locking;

/// <summary>Why a lock that was held is lost.</summary>
public enum LockLossReason
{
    /// <summary>
    /// Somebody took it away: an administrator ended the session or deleted the lock, a server that was shut down in
    /// order said so, or the lock file was removed against the rules.
    /// </summary>
    Revoked = 0,

    /// <summary>The connection that it stood on is gone: the server died, or the network said so.</summary>
    ServerGone,

    /// <summary>Nothing was heard of the server for so long that it may have given the lock to somebody else.</summary>
    NoAnswer,

    /// <summary>The time that it was held for ran out, because this process or its machine was stopped.</summary>
    LeaseExpired,
}
