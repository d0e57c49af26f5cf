namespace Mutx.Backups;

/// <summary>
/// Which backups of one file in one directory are kept. With both limits a backup is removed only if it is beyond the
/// newest N and older as well; with neither, nothing is removed.
/// </summary>
public sealed record Retention
{
    /// <summary>Keeps everything.</summary>
    public static Retention KeepAll { get; } = new();

    /// <summary>How many of the newest are kept whatever their age; null for no such limit, 0 for none.</summary>
    public int? KeepNewest
    {
        get;
        init
        {
            if (value is { } count)
            {
                ArgumentOutOfRangeException.ThrowIfNegative(count, nameof(value));
            }

            field = value;
        }
    }

    /// <summary>The age beyond which one is removed; exactly that old is kept, and so is one from the future.</summary>
    public TimeSpan? OlderThan
    {
        get;
        init
        {
            if (value is { } age)
            {
                ArgumentOutOfRangeException.ThrowIfLessThan(age, TimeSpan.Zero, nameof(value));
            }

            field = value;
        }
    }

    /// <summary>Whether one is to be removed.</summary>
    /// <param name="rank">Its place among those of its file and directory, newest first, from 0.</param>
    /// <param name="age">How old it is; negative if it is from the future.</param>
    public bool IsExpired(int rank, TimeSpan age) =>
        (KeepNewest is not null || OlderThan is not null)
        && (KeepNewest is not { } kept || rank >= kept)
        && (OlderThan is not { } limit || age > limit);
}
