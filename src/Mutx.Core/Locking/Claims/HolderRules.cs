using Mutx.Platform;

namespace Mutx.Locking;

/// <summary>The rules for claims whose holder is a process: it keeps them fresh while it lives. Shared between threads.</summary>
internal sealed class HolderRules(Disk disk, TimeProvider time, TimeSpan staleAfter) : ClaimRules
{
    private readonly ClaimWatch _watch = new(time);

    /// <summary>Judges what stands there.</summary>
    /// <param name="file">The claim, or a right.</param>
    /// <param name="sight">What stands there.</param>
    /// <param name="directoryNow">
    /// The present by the clock of whoever keeps the directory, where a file has just been written there; else null.
    /// </param>
    public ClaimVerdict Judge(ClaimFile file, ClaimSight sight, DateTimeOffset? directoryNow = null)
    {
        var evidence = new ClaimEvidence
        {
            Sight = sight,
            Now = time.GetUtcNow(),
            DirectoryNow = directoryNow,
            Watched = _watch.See(file.Name, sight),
            StaleAfter = staleAfter,
        };
        return ClaimJudge.Judge(evidence, disk.Self, disk.LookAtProcess);
    }

    public override bool IsStale(ClaimFile file, ClaimSight sight) => IsStale(file, sight, null);

    public override bool IsRightStale(ClaimFile right, ClaimSight sight, DateTimeOffset directoryNow) =>
        IsStale(right, sight, directoryNow);

    private bool IsStale(ClaimFile file, ClaimSight sight, DateTimeOffset? directoryNow) => Judge(file, sight, directoryNow) switch
    {
        ClaimVerdict.Held => false,
        ClaimVerdict.Foreign => throw file.Unusable(sight.Kind),
        _ => true,
    };
}
