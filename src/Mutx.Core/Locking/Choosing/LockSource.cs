using Mutx.Platform;
using Mutx.Primitives;

namespace Mutx.Locking;

/// <summary>Where locks on one resource come from, by one method of locking. Immutable and shared between threads.</summary>
internal abstract class LockSource(Disk disk)
{
    /// <summary>The disk that the lock lies on.</summary>
    public Disk Disk { get; } = disk;

    /// <summary>
    /// What stands for the lock, and whose waiters line up together within the process: an absolute path, the same for
    /// every spelling of the resource.
    /// </summary>
    public abstract string Path { get; }

    /// <summary>What excludes the others.</summary>
    public abstract LockMethod Method { get; }

    /// <summary>What the user should know about the lock's place and method, where that hasn't been said before.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>
    /// The turnstile before this lock, which fair waiters pass one at a time, so that readers who come and go can't
    /// keep a writer waiting for ever; null where the method is fair of itself or can't be.
    /// </summary>
    public virtual LockSource? Turn => null;

    /// <summary>The lock, or null if somebody is in the way. Doesn't wait.</summary>
    public abstract HeldLock? TryTake(LockMode mode);

    /// <summary>
    /// The lock, as soon as nobody is in the way any more. Blocks the calling thread, which is a background thread of
    /// the process's own and never one of the pool.
    /// </summary>
    /// <param name="mode">Exclusive or shared.</param>
    /// <param name="isWanted">
    /// Whether somebody still waits for it. A method that polls asks before each try and returns null when nobody does;
    /// one that is woken by the kernel need not.
    /// </param>
    public abstract HeldLock? Take(LockMode mode, Func<bool> isWanted);
}
