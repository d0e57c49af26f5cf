namespace Mutx.Primitives;

/// <summary>How a lock is held.</summary>
public enum LockMode
{
    /// <summary>By one holder alone.</summary>
    Exclusive = 0,

    /// <summary>By any number of holders, as long as none holds it exclusively.</summary>
    Shared,
}
