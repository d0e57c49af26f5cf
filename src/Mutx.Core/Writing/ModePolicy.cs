namespace Mutx.Writing;

/// <summary>Which permissions a file has after it was replaced, where none were asked for.</summary>
public enum ModePolicy
{
    /// <summary>Those it had, access lists included.</summary>
    Preserve = 0,

    /// <summary>Those of a new file: 0666 less the umask.</summary>
    Default,
}
