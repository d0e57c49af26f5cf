namespace Mutx.Writing;

/// <summary>What a replacement survives.</summary>
public enum Durability
{
    /// <summary>Success is reported only when the new content survives a power cut: file and directory are synced.</summary>
    Full = 0,

    /// <summary>The file is synced, its directory isn't: after a power cut there is the old content or the new, in whole.</summary>
    FileOnly,

    /// <summary>Nothing is synced: atomic for every reader, but a power cut may leave the old content, the new, or neither.</summary>
    None,
}
