using Microsoft.Extensions.Logging;
using Mutx.Diagnostics;
using Mutx.Platform;
using Mutx.Primitives;

namespace Mutx.Locking;

/// <summary>The claim on one resource, for all who ask for it through one lock object.</summary>
/// <param name="disk">The disk.</param>
/// <param name="place">Where the claim file stands.</param>
/// <param name="time">The clocks.</param>
/// <param name="staleAfter">How long a claim is respected that nobody keeps fresh.</param>
/// <param name="logger">Where events are logged.</param>
internal sealed class ClaimAccess(Disk disk, ResolvedPath place, TimeProvider time, TimeSpan staleAfter, ILogger logger)
{
    // Losing a race shows something new to judge; whoever loses this often in a row waits for its turn.
    private const int MaxRaces = 8;

    private readonly HolderRules _rules = new(disk, time, staleAfter);

    /// <summary>The absolute path of the claim file.</summary>
    public string Path { get; } = place.FullPath;

    /// <summary>What tells one claim from every other: 128 random bits.</summary>
    public static string NewId(Disk disk)
    {
        Span<byte> id = stackalloc byte[16];
        disk.FillRandom(id);
        return Convert.ToHexStringLower(id);
    }

    /// <summary>Claims the resource; null if somebody holds it.</summary>
    public Claim? TryTake()
    {
        DiskDirectory directory = disk.OpenDirectory(place.Directory);
        Claim? claim = null;
        ClaimVerdict over = ClaimVerdict.Held;
        try
        {
            var file = new ClaimFile(disk, directory, place.Name, _rules);
            for (int i = 0; i < MaxRaces && claim is null && IsFree(file, out ClaimSight? stale); i++)
            {
                claim = TryTake(file, directory, stale, out over);
            }
        }
        finally
        {
            if (claim is null)
            {
                directory.Dispose();
            }
        }

        return claim is null ? null : Kept(claim, directory, over);
    }

    /// <summary>How it stands with the claim. Changes nothing.</summary>
    public LockReport Inspect()
    {
        using DiskDirectory directory = disk.OpenDirectory(place.Directory);
        var file = new ClaimFile(disk, directory, place.Name, _rules);
        var report = new LockReport { LockFile = Path, Method = LockMethod.Claim, State = LockState.Free };
        if (file.Look() is not { } sight)
        {
            return report;
        }

        ClaimRecord? record = ClaimRecord.TryParse(sight.Content, time.GetUtcNow());
        return report with
        {
            State = _rules.IsStale(file, sight) ? LockState.Stale : LockState.Claimed,
            Holders = record is null ? [] : [Describe(record)],
        };
    }

    private LockHolder Describe(ClaimRecord record)
    {
        bool isHere = ClaimJudge.IsNear(record, disk.Self);
        return new LockHolder(record.ProcessId, isHere ? ProcessFiles.CommandOf(record.ProcessId) : null, LockMode.Exclusive)
        {
            Host = record.HostName,
            Since = record.Timestamp,
        };
    }

    /// <summary>Whether there is no claim, or one that seems stale.</summary>
    private bool IsFree(ClaimFile file, out ClaimSight? stale)
    {
        stale = file.Look();
        return stale is null || _rules.IsStale(file, stale);
    }

    /// <param name="file">The claim's file.</param>
    /// <param name="directory">The directory it stands in.</param>
    /// <param name="stale">What is to be taken over, if there is something.</param>
    /// <param name="over">Why it could be taken over; held where nothing was.</param>
    private Claim? TryTake(ClaimFile file, DiskDirectory directory, ClaimSight? stale, out ClaimVerdict over)
    {
        over = ClaimVerdict.Held;
        DateTimeOffset now = time.GetUtcNow();
        ClaimRecord? old = stale is null ? null : ClaimRecord.TryParse(stale.Content, now);
        ClaimRecord record = ClaimRecord.Create(disk.Self, NewId(disk), now, old?.Generation);
        using PrivateRecord prepared = file.Prepare(record.ToBytes());
        if (stale is not null)
        {
            // Judged again, now that a file written there tells what the time is there.
            over = _rules.Judge(file, stale, prepared.Written);
            if (over is ClaimVerdict.Held or ClaimVerdict.Foreign)
            {
                return null;
            }
        }

        return TryInstall(file, prepared, stale) ? new Claim(file, directory, prepared, time, staleAfter, logger) : null;
    }

    private static bool TryInstall(ClaimFile file, PrivateRecord prepared, ClaimSight? stale)
    {
        try
        {
            return stale is null ? file.TryCreate(prepared) : file.TryTakeOver(stale, prepared);
        }
        catch (MutxException)
        {
            GiveBack(file, prepared);
            throw;
        }
    }

    /// <summary>What failed may have been done all the same: a claim that nobody knows of would keep everybody out.</summary>
    private static void GiveBack(ClaimFile file, PrivateRecord prepared)
    {
        try
        {
            file.TryRemove(prepared.Content);
        }
        catch (MutxException)
        {
            // It ends with this process, or with time.
        }
    }

    /// <summary>Has a claim kept fresh. One that nothing can keep is given back, and so is one that can't be told of.</summary>
    private Claim Kept(Claim claim, DiskDirectory directory, ClaimVerdict over)
    {
        try
        {
            if (over != ClaimVerdict.Held)
            {
                logger.ClaimTakenOver(Path, ClaimJudge.Describe(over));
                ClaimSweep.AfterTakeOver(disk, directory, time, staleAfter, logger);
            }

            ClaimKeeper.Of(disk).Keep(claim);
            return claim;
        }
        catch
        {
            claim.Dispose();
            throw;
        }
    }
}
