using Microsoft.Extensions.Logging;
using Mutx.Diagnostics;
using Mutx.Platform;
using Mutx.Primitives;

namespace Mutx.Locking;

/// <summary>
/// What dead claimants left: private records, rights to take over, and claims. Only what can be proved to be ours and
/// dead is removed: a record by its own rules, under a name that claimants give; and under a name that only they give to
/// what they are about to write, also what isn't a record yet and hasn't changed for long.
/// </summary>
internal sealed class ClaimSweep(Disk disk, DiskDirectory directory, TimeProvider time, TimeSpan staleAfter)
{
    private readonly HolderRules _rules = new(disk, time, staleAfter);

    /// <summary>Whether a name is one of a private record or a right, which only claimants make.</summary>
    public static bool IsLeftover(ReadOnlySpan<char> name) => ClaimName.IsPrivate(name) || ClaimName.IsRight(name);

    /// <summary>Whether a name is one that claimants give.</summary>
    public static bool IsCandidate(ReadOnlySpan<char> name) => ClaimName.IsClaim(name) || IsLeftover(name);

    /// <summary>Whether something of that name is a claim, a right or a private record, and dead. Changes nothing.</summary>
    public bool IsDead(string name) => Dead(name) is not null;

    /// <summary>Removes it if it is; proves it again under the right to it where it is a claim.</summary>
    public bool TryRemove(string name)
    {
        try
        {
            if (Dead(name) is not { } sight)
            {
                return false;
            }

            if (IsLeftover(name))
            {
                // Should its owner only have been held up, it finds it missing, and starts again.
                return disk.Remove(directory, name);
            }

            ClaimFile claim = File(name);
            ClaimRecord own = ClaimRecord.Create(
                disk.Self, ClaimAccess.NewId(disk), time.GetUtcNow(), ClaimRecord.TryParse(sight.Content, time.GetUtcNow())?.Generation);
            using PrivateRecord prepared = claim.Prepare(own.ToBytes());
            return claim.TryClear(sight, prepared);
        }
        catch (MutxException)
        {
            // What can't be looked at or removed stays.
            return false;
        }
    }

    /// <summary>Removes the leftovers in a directory, as many as are seen among the first names in it.</summary>
    /// <param name="maxNames">How many names to look at.</param>
    /// <returns>How many files were removed.</returns>
    public int RemoveLeftovers(int maxNames)
    {
        List<string> names;
        try
        {
            names = disk.NamesIn(directory, (name, _) => maxNames-- > 0 && IsLeftover(name));
        }
        catch (MutxException)
        {
            return 0;
        }

        int removed = 0;
        foreach (string name in names)
        {
            removed += TryRemove(name) ? 1 : 0;
        }

        return removed;
    }

    /// <summary>
    /// A claim that had to be taken over tells that somebody died here; what else that one may have left goes as well.
    /// </summary>
    public static void AfterTakeOver(Disk disk, DiskDirectory directory, TimeProvider time, TimeSpan staleAfter, ILogger logger)
    {
        const int MaxNames = 1000;
        int removed = new ClaimSweep(disk, directory, time, staleAfter).RemoveLeftovers(MaxNames);
        if (removed > 0)
        {
            logger.LeftoversSwept(directory.Path, removed);
        }
    }

    private ClaimFile File(string name) => new(disk, directory, name, _rules);

    private ClaimSight? Dead(string name)
    {
        if (!IsCandidate(name) || disk.Look(directory, name) is not { Kind: FileKind.Regular })
        {
            return null;
        }

        ClaimFile file = File(name);
        if (file.Look() is not { Unreadable: null } sight)
        {
            return null;
        }

        bool isRecord = ClaimRecord.TryParse(sight.Content, time.GetUtcNow()) is not null;
        bool isDead = isRecord ? _rules.IsStale(file, sight)
            : IsLeftover(name) && ClaimRecord.IsBeginning(sight.Content) && time.GetUtcNow() - sight.Modified >= staleAfter;
        return isDead ? sight : null;
    }
}
