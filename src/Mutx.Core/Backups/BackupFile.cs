namespace Mutx.Backups;

/// <summary>One backup of a file.</summary>
public sealed record BackupFile
{
    /// <summary>Where it lies.</summary>
    public required string Path { get; init; }

    /// <summary>When it was made: the time in its name, or of an untimestamped one the last change of its metadata.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>Its length in bytes.</summary>
    public required long Length { get; init; }

    /// <summary>Whether its name has the time in it.</summary>
    public required bool IsTimestamped { get; init; }

    /// <summary>By which options it was found.</summary>
    internal BackupOptions FoundBy { get; init; } = BackupOptions.Default;
}
