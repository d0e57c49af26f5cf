namespace Mutx.Primitives;

/// <summary>Whether a replacement took place.</summary>
public enum CommitOutcome
{
    /// <summary>Nothing was replaced; the target is as it was.</summary>
    NotDone = 0,

    /// <summary>The target has the new content, as durable as was asked for.</summary>
    Done,

    /// <summary>The target has the new content for every reader, but whether it survives a power cut is unknown.</summary>
    Unknown,
}
