namespace Mutx.Locking;

/// <summary>What a claim is worth.</summary>
internal enum ClaimVerdict
{
    /// <summary>Somebody holds it, as far as anybody can tell.</summary>
    Held = 0,

    /// <summary>Not a claim at all, but somebody's: it isn't touched.</summary>
    Foreign,

    /// <summary>Stale: it has not become a record for longer than writing one takes.</summary>
    NoRecord,

    /// <summary>Stale: its process has ended.</summary>
    HolderEnded,

    /// <summary>Stale: the number is now that of a process that started after the claim was made.</summary>
    NumberUsedAgain,

    /// <summary>Stale: nobody has touched it for the time after which a claim is given up.</summary>
    Abandoned,
}
