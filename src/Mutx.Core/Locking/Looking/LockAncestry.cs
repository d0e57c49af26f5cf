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
    /// <param name="server">A server's lock that it holds as well; null for none.</param>
    /// <returns>The value, with what this process was told itself; null where the system doesn't say enough (other than Linux).</returns>
    /// <exception cref="MutxException">The lock's path can't be resolved.</exception>
    public static string? ValueFor(FileLock held, ILockHandle? server = null) =>
        After(ToldLock.Of(Guard.NotNull(held).LockFile, mark: 0)?.ToString(), ToldServerLock.Of(server)?.ToString());

    internal static string? ValueFor(string path, int mark) => After(ToldLock.Of(path, mark)?.ToString());

    /// <summary>What was told before, and this; null where there is nothing to add.</summary>
    private static string? After(params ReadOnlySpan<string?> told)
    {
        string? all = HostEnvironment.HeldLocks;
        bool isMore = false;
        foreach (string? each in told)
        {
            all = each is null ? all : all is null ? each : $"{all},{each}";
            isMore |= each is not null;
        }

        return isMore ? all : null;
    }
}
