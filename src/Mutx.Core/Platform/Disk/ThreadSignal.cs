namespace Mutx.Platform;

/// <summary>
/// A flag by which one thread of a process wakes another: raised by one, lowered by the one that waited for it. Raised
/// twice it is raised once. Raised at the start, it serves as a turn that one thread has at a time.
/// </summary>
internal abstract class ThreadSignal
{
    /// <summary>Waits until the flag is raised, and lowers it.</summary>
    /// <param name="limit">For how long at most; <see cref="Timeout.InfiniteTimeSpan"/> for any time.</param>
    /// <returns>Whether it was raised; false if the time was up.</returns>
    public abstract bool Wait(TimeSpan limit);

    /// <summary>Raises the flag, and wakes one who waits for it. Doesn't wait, and may be called under a lock.</summary>
    public abstract void Raise();
}
