namespace Mutx.Writing;

/// <summary>What a file's fence means to who replaces it: the highest fencing token that it was replaced with so far.</summary>
public enum FencePolicy
{
    /// <summary>
    /// A smaller token than that, one of another provider, or none at all, is refused, and so is a token where the
    /// filesystem can't keep it. A file without a fence is replaced by anybody.
    /// </summary>
    Enforce = 0,

    /// <summary>The token takes the place of whatever is there: for a server that was set up anew, or replaced by another.</summary>
    Reset,

    /// <summary>The file is replaced without a token, and its fence stays as it is.</summary>
    Ignore,
}
