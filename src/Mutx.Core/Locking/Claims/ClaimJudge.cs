using Mutx.Platform;

namespace Mutx.Locking;

/// <summary>
/// Says whether a claim still counts. A pure function of what was seen: it reads no file and no clock.
/// </summary>
internal static class ClaimJudge
{
    /// <summary>How long what may be the beginning of a record is taken for one that is being written.</summary>
    public static readonly TimeSpan BeingWritten = TimeSpan.FromSeconds(5);

    // Times on both sides are rounded, some filesystems' to two seconds.
    private static readonly TimeSpan Rounding = TimeSpan.FromSeconds(5);

    /// <summary>Judges a claim.</summary>
    /// <param name="evidence">What was seen.</param>
    /// <param name="self">The process that judges: what is near it can be asked for.</param>
    /// <param name="lookAt">What is known of the process with a number on this host.</param>
    public static ClaimVerdict Judge(in ClaimEvidence evidence, ProcessIdentity self, Func<int, ProcessFacts> lookAt)
    {
        ClaimSight sight = evidence.Sight;
        if (ClaimRecord.TryParse(sight.Content, evidence.Now) is not { } record)
        {
            return sight.Unreadable is not null ? ClaimVerdict.Held
                : sight.Kind != FileKind.Regular || !ClaimRecord.IsBeginning(sight.Content) ? ClaimVerdict.Foreign
                : CertainAge(evidence, null) >= BeingWritten ? ClaimVerdict.NoRecord
                : ClaimVerdict.Held;
        }

        TimeSpan age = CertainAge(evidence, record.Timestamp);
        if (IsNear(record, self))
        {
            ProcessFacts process = lookAt(record.ProcessId);
            if (!process.Exists)
            {
                return ClaimVerdict.HolderEnded;
            }

            if (process.Started is { } started && record.Started is { } recorded)
            {
                // Proven alive: then the calendar proves nothing against it, only having watched it do nothing does.
                return started != recorded ? ClaimVerdict.NumberUsedAgain
                    : evidence.Watched >= evidence.StaleAfter ? ClaimVerdict.Abandoned
                    : ClaimVerdict.Held;
            }

            if (process.Age is { } running && running + Rounding < age)
            {
                return ClaimVerdict.NumberUsedAgain;
            }
        }

        return age >= evidence.StaleAfter ? ClaimVerdict.Abandoned : ClaimVerdict.Held;
    }

    /// <summary>A verdict in words, for the log.</summary>
    public static string Describe(ClaimVerdict verdict) => verdict switch
    {
        ClaimVerdict.NoRecord => "it was never written to its end",
        ClaimVerdict.HolderEnded => "its process has ended",
        ClaimVerdict.NumberUsedAgain => "its process has ended, and another has the number now",
        ClaimVerdict.Abandoned => "nobody has kept it fresh",
        _ => "it is held",
    };

    /// <summary>
    /// The age that a claim has at least. Apparent ages come from the calendar: that of the timestamp from the
    /// holder's clock and ours, that of the file from its keeper's alone. Where our clock and the keeper's disagree one
    /// of them has been set, and the apparent age is in doubt by as much; what this process has watched never is.
    /// </summary>
    private static TimeSpan CertainAge(in ClaimEvidence evidence, DateTimeOffset? timestamp)
    {
        DateTimeOffset directoryNow = evidence.DirectoryNow ?? evidence.Now;
        TimeSpan apparent = directoryNow - evidence.Sight.Modified;
        if (timestamp is { } made && evidence.Now - made < apparent)
        {
            apparent = evidence.Now - made;
        }

        TimeSpan certain = apparent - (evidence.Now - directoryNow).Duration();
        return certain > evidence.Watched ? certain : evidence.Watched;
    }

    /// <summary>
    /// Whether the holder's number means the same here as there. A record of ours tells boot and pid namespace where they
    /// can be found out, so what it doesn't tell isn't taken for equal. Other programs tell neither: theirs count as of here.
    /// </summary>
    public static bool IsNear(ClaimRecord record, ProcessIdentity self)
    {
        bool untold = record.Id is null;
        return string.Equals(record.HostName, self.HostName, StringComparison.OrdinalIgnoreCase)
            && (record.Boot is null || self.Boot is null ? untold : record.Boot == self.Boot)
            && (record.PidNamespace is null || self.PidNamespace is null ? untold : record.PidNamespace == self.PidNamespace);
    }
}
