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

    /// <summary>When the file's metadata last changed: nobody can set it, so it tells an age that can be trusted.</summary>
    public required DateTimeOffset Changed { get; init; }
}
