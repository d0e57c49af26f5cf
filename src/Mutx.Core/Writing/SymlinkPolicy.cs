namespace Mutx.Writing;

/// <summary>What is done with a symbolic link.</summary>
public enum SymlinkPolicy
{
    /// <summary>It is an error.</summary>
    Refuse = 0,

    /// <summary>The link stays, and the file it finally points to is meant.</summary>
    Follow,
}
