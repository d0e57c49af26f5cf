using Mutx.Primitives;

namespace Mutx.Backups;

/// <summary>Where the old content of a file is kept, and under which name.</summary>
public sealed record BackupOptions
{
    /// <summary>How the names of backups end, unless told otherwise.</summary>
    public const string DefaultSuffix = ".mutx.backup";

    /// <summary>The defaults: one backup beside the file, with the default suffix.</summary>
    public static BackupOptions Default { get; } = new();

    /// <summary>How the names of backups end. Not empty, not a lone dot, without a directory separator.</summary>
    public string Suffix
    {
        get;
        init => field = CheckSuffix(value);
    } = DefaultSuffix;

    /// <summary>
    /// The directory for backups, which must exist; null for the file's own. Several files may share one, but then an
    /// untimestamped backup never takes the place of another file's.
    /// </summary>
    public string? Directory
    {
        get;
        init => field = value is null ? null : Guard.Path(value);
    }

    /// <summary>
    /// Whether each backup has the local time in its name, so that none takes the place of another. If not, there is
    /// one backup, of the content that was replaced last.
    /// </summary>
    public bool Timestamp { get; init; }

    /// <summary>The clock and the time zone of the names.</summary>
    public TimeProvider TimeProvider
    {
        get;
        init => field = Guard.NotNull(value);
    } = TimeProvider.System;

    /// <summary>Why a text is no suffix, for people; null if it is one.</summary>
    public static string? ProblemWithSuffix(string suffix) =>
        Guard.NotNull(suffix).Length == 0 ? "a backup suffix can't be empty: the backup would be the file itself"
        : suffix == "." ? "a backup suffix can't be a lone dot"
        : suffix.AsSpan().IndexOfAny('/', Path.DirectorySeparatorChar, '\0') >= 0 ? $"the backup suffix '{suffix}' can't hold a directory separator"
        : null;

    private static string CheckSuffix(string suffix)
    {
        Guard.NotNull(suffix);
        return ProblemWithSuffix(suffix) is { } problem
            ? throw new ArgumentException(problem, nameof(suffix))
            : Guard.Path(suffix);
    }
}
