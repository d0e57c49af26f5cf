namespace Mutx.Locking;

/// <summary>What was done to share the locks of a directory.</summary>
public sealed record SharedLocksReport
{
    /// <summary>The directory whose locks are shared.</summary>
    public required string Directory { get; init; }

    /// <summary>The directory in it that the locks lie in.</summary>
    public required string LockDirectory { get; init; }

    /// <summary>What was made or changed, a line of text each; empty if all was right already.</summary>
    public required IReadOnlyList<string> Changes { get; init; }

    /// <summary>What is wrong with lock files there and couldn't be set right, a line of text each.</summary>
    public required IReadOnlyList<string> Problems { get; init; }
}
