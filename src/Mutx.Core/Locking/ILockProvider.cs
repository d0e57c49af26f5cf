namespace Mutx.Locking;

/// <summary>Gives locks by name. Thread-safe; meant to live as long as the program.</summary>
public interface ILockProvider
{
    /// <summary>
    /// What the locks of this provider can do. Where that depends on the name (a path on a network disk), what counts is
    /// what the lock itself says: <see cref="ILock.Capabilities"/>.
    /// </summary>
    LockCapabilities Capabilities { get; }

    /// <summary>The lock of a name. Cheap, and touches nothing; the same name is the same lock.</summary>
    /// <param name="name">Any text without NUL, not empty. Capitals count.</param>
    ILock Get(string name);
}
