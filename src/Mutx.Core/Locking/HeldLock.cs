using Mutx.Primitives;

namespace Mutx.Locking;

/// <summary>
/// A lock that is held, by whatever method: what a handle stands on. Each method of locking has one of its own. It has
/// one owner, who calls <see cref="Release"/> exactly once and nothing after it.
/// </summary>
internal abstract class HeldLock
{
    /// <summary>What stands for the lock: the path of its lock file or claim.</summary>
    public abstract string Path { get; }

    /// <summary>What excludes the others.</summary>
    public abstract LockMethod Method { get; }

    /// <summary>Told by whoever finds that the lock is lost.</summary>
    public virtual LockLoss Loss { get; } = new();

    /// <summary>What the user should know about how the lock is held, where that hasn't been said before; else null.</summary>
    public virtual string? Warning => null;

    /// <summary>The last look before what the lock protects is changed: throws unless the lock is held now.</summary>
    /// <exception cref="LockLostException">It is not.</exception>
    /// <exception cref="MutxException">It can't be found out.</exception>
    public abstract void EnsureHeld();

    /// <summary>Turns an exclusive lock into a shared one without letting go of it.</summary>
    public abstract void Downgrade();

    /// <summary>Lets the programs that this process starts or becomes inherit the lock.</summary>
    public abstract void MakeInheritable();

    /// <summary>Gives the lock back. Never throws: the caller couldn't do anything about it.</summary>
    public abstract void Release();
}
