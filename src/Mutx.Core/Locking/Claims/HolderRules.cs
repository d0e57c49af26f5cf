using Mutx.Platform;

namespace Mutx.Locking;

/// <summary>The rules for claims whose holder is a process: it keeps them fresh while it lives.</summary>
internal sealed class HolderRules(TimeProvider time, TimeSpan staleAfter) : ClaimRules
{
    private readonly ClaimWatch _watch = new(time);

    /// <summary>The present by the clock of whoever keeps the directory, where a file has just been written there.</summary>
    public DateTimeOffset? DirectoryNow { get; set; }

    public ClaimVerdict Judge(ClaimFile file, ClaimSight sight)
    {
        var evidence = new ClaimEvidence
        {
            Sight = sight,
            Now = time.GetUtcNow(),
            DirectoryNow = DirectoryNow,
            Watched = _watch.See(file.Name, sight),
            StaleAfter = staleAfter,
        };
        return ClaimJudge.Judge(evidence, ProcessIdentity.Current, ProcessTable.Current.Look);
    }

    public override bool IsStale(ClaimFile file, ClaimSight sight) => Judge(file, sight) != ClaimVerdict.Held;

    public override bool IsRightStale(ClaimFile right, ClaimSight sight) => IsStale(right, sight);
}
