using Mutx.Backups;
using Mutx.Locking;
using Mutx.Primitives;

namespace Mutx.Updating;

/// <summary>What a replacement that succeeded did.</summary>
public sealed record ReplaceResult
{
    /// <summary>The file, as it was named.</summary>
    public required string Path { get; init; }

    /// <summary>The length of the new content in bytes.</summary>
    public required long Length { get; init; }

    /// <summary>Whether the file was replaced; false only where it had the content already and that was to be left alone.</summary>
    public required bool Changed { get; init; }

    /// <summary>Where the old content is kept; null if it isn't.</summary>
    public string? Backup { get; init; }

    /// <summary>The backup that was put back; null where none was.</summary>
    public BackupFile? Restored { get; init; }

    /// <summary>The lock file; null where no lock was taken.</summary>
    public required string? LockFile { get; init; }

    /// <summary>What excluded the others; null where nothing did.</summary>
    public required LockMethod? LockMethod { get; init; }

    /// <summary>How long the lock was waited for.</summary>
    public required TimeSpan LockWaited { get; init; }

    /// <summary>The fencing token that it was replaced with; null for none.</summary>
    public FencingToken? FencingToken { get; init; }

    /// <summary>What the caller should know although all went well, each a sentence for people.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];
}
