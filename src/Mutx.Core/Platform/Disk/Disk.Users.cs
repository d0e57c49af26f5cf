namespace Mutx.Platform;

/// <summary>Whose files are whose.</summary>
internal abstract partial class Disk
{
    /// <summary>The user this process acts as; 0 where users have no numbers.</summary>
    public abstract uint UserId { get; }

    /// <summary>What a path leads to, links followed; null if that is nothing, or nothing that may be looked at.</summary>
    public abstract FileStatus? LookThrough(string path);
}
