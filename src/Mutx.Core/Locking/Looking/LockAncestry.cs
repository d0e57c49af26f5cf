using Mutx.Platform;
using Mutx.Primitives;

namespace Mutx.Locking;

/// <summary>
/// How a program that starts another one while it holds a lock tells of it, so that the other one is refused at once where its
/// wait for the same lock could never end. What is told is believed only as far as the system confirms it.
/// </summary>
public static class LockAncestry
{
    /// <summary>The environment variable that tells.</summary>
    public const string Variable = "MUTX_HELD";

    /// <summary>
    /// The value of <see cref="Variable"/> for a program that is started now, under a lock, by a process that goes on holding it
    /// and does nothing else until that program has ended.
    /// </summary>
    /// <param name="held">The lock, which this process holds.</param>
    /// <returns>The value, with what this process was told itself; null where the system doesn't say enough (other than Linux).</returns>
    /// <exception cref="MutxException">The lock's path can't be resolved.</exception>
    public static string? ValueFor(FileLock held) => ValueFor(Guard.NotNull(held).LockFile, mark: 0);

    internal static string? ValueFor(string path, int mark) => ToldLock.Of(path, mark)?.After(HostEnvironment.HeldLocks);
}
