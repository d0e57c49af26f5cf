namespace Mutx.Cli.Requests;

/// <summary>What happens to a command whose lock is lost while it runs.</summary>
internal enum LostLock
{
    /// <summary>It is asked to end, and made to end a while later.</summary>
    Terminate,

    /// <summary>It is ended at once.</summary>
    Kill,

    /// <summary>It goes on; only that is said.</summary>
    Ignore,
}
