namespace Mutx.Platform;

/// <summary>What the operating system says of a file, links not followed.</summary>
internal readonly record struct FileStatus
{
    public required FileKind Kind { get; init; }

    public required FileIdentity Identity { get; init; }

    /// <summary>Permission bits with set-user-ID, set-group-ID and sticky.</summary>
    public required UnixFileMode Mode { get; init; }

    public required uint Owner { get; init; }

    public required uint Group { get; init; }

    public required long Length { get; init; }

    public required uint LinkCount { get; init; }

    public required DateTimeOffset Modified { get; init; }

    /// <summary>When the file was made; null where the filesystem keeps no such time, or the number of a file is never used again.</summary>
    public DateTimeOffset? Born { get; init; }

    /// <summary>Which file it is, told from the next one that gets its number.</summary>
    public FileOrigin Origin => new(Identity, Born);

    /// <summary>When the file's metadata last changed: nobody can set it, so it tells an age that can be trusted.</summary>
    public required DateTimeOffset Changed { get; init; }
}
