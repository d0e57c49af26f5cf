namespace Mutx.Locking;

/// <summary>
/// Is told of waits, so that it can show them. Called on the thread of whoever acquires, or on the one that ends the
/// wait; it must not block and must not throw.
/// </summary>
public interface ILockWaitObserver
{
    /// <summary>The lock is held by someone else, and waiting begins. Called at most once an acquisition.</summary>
    void Waiting(LockWait wait);

    /// <summary>The wait has ended. Called exactly once for each <see cref="Waiting"/>.</summary>
    void Ended(LockWait wait, LockWaitEnd end);
}
