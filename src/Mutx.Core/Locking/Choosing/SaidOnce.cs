using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Mutx.Diagnostics;

namespace Mutx.Locking;

/// <summary>Warnings that a process gives once, however often it locks.</summary>
internal static class SaidOnce
{
    // A process that locks in ever more directories forgets, and may say something a second time.
    private const int MaxRemembered = 1000;

    private static readonly ConcurrentDictionary<string, bool> Said = new(StringComparer.Ordinal);

    /// <summary>Those that haven't been said yet; they are logged now, and count as said.</summary>
    public static string[] NewsOf(IReadOnlyList<string> warnings, ILogger logger)
    {
        if (warnings.Count == 0)
        {
            return [];
        }

        if (Said.Count > MaxRemembered)
        {
            Said.Clear();
        }

        string[] news = [.. warnings.Where(warning => Said.TryAdd(warning, true))];
        foreach (string each in news)
        {
            logger.LockWarned(each);
        }

        return news;
    }
}
