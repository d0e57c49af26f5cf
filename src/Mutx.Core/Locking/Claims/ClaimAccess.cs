using Microsoft.Extensions.Logging;
using Mutx.Diagnostics;
using Mutx.Platform;
using Mutx.Primitives;

namespace Mutx.Locking;

/// <summary>The claim on one resource, for all who ask for it through one lock object.</summary>
internal sealed class ClaimAccess(Disk disk, ResolvedPath resource, TimeProvider time, TimeSpan staleAfter, ILogger logger)
{
    // Losing a race shows something new to judge; whoever loses this often in a row waits for its turn.
    private const int MaxRaces = 8;

    private readonly HolderRules _rules = new(time, staleAfter);

    /// <summary>The absolute path of the claim file.</summary>
    public string Path { get; } = System.IO.Path.Join(resource.Directory, ClaimName.Of(resource.Name));

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
        DiskDirectory directory = disk.OpenDirectory(resource.Directory);
        Claim? claim = null;
        try
        {
            var file = new ClaimFile(disk, directory, ClaimName.Of(resource.Name), _rules);
            for (int i = 0; i < MaxRaces && claim is null && IsFree(file, out ClaimSight? stale); i++)
            {
                claim = TryTake(file, directory, stale);
            }

            return claim;
        }
        finally
        {
            if (claim is null)
            {
                directory.Dispose();
            }
        }
    }

    /// <summary>How it stands with the claim. Changes nothing.</summary>
    public LockReport Inspect()
    {
        using DiskDirectory directory = disk.OpenDirectory(resource.Directory);
        var file = new ClaimFile(disk, directory, ClaimName.Of(resource.Name), _rules);
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

    private static LockHolder Describe(ClaimRecord record)
    {
        bool isHere = ClaimJudge.IsNear(record, ProcessIdentity.Current);
        return new LockHolder(record.ProcessId, isHere ? ProcessFiles.CommandOf(record.ProcessId) : null, LockMode.Exclusive)
        {
            Host = record.HostName,
            Since = record.Timestamp,
        };
    }

    /// <summary>Whether there is no claim, or one that seems stale.</summary>
    private bool IsFree(ClaimFile file, out ClaimSight? stale)
    {
        _rules.DirectoryNow = null;
        stale = file.Look();
        return stale is null || _rules.IsStale(file, stale);
    }

    private Claim? TryTake(ClaimFile file, DiskDirectory directory, ClaimSight? stale)
    {
        DateTimeOffset now = time.GetUtcNow();
        ClaimRecord? old = stale is null ? null : ClaimRecord.TryParse(stale.Content, now);
        ClaimRecord record = ClaimRecord.Create(ProcessIdentity.Current, NewId(disk), now, old?.Generation);
        byte[] content = record.ToBytes();
        using PrivateRecord prepared = file.Prepare(content);
        if (stale is null)
        {
            return file.TryCreate(prepared) ? Held(file, directory, record, content) : null;
        }

        // Judged again, now that a file written there tells what the time is there.
        _rules.DirectoryNow = prepared.Written;
        ClaimVerdict verdict = _rules.Judge(file, stale);
        if (verdict == ClaimVerdict.Held || !file.TryTakeOver(stale, prepared))
        {
            return null;
        }

        logger.ClaimTakenOver(Path, ClaimJudge.Describe(verdict));
        ClaimSweep.AfterTakeOver(disk, directory, time, staleAfter, logger);
        return Held(file, directory, record, content);
    }

    private Claim Held(ClaimFile file, DiskDirectory directory, ClaimRecord record, byte[] content)
    {
        var claim = new Claim(file, directory, record.Generation!.Value, content, time, staleAfter, logger);
        ClaimKeeper.Keep(claim);
        return claim;
    }
}
