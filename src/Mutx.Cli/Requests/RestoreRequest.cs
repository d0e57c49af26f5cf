using Mutx.Backups;
using Mutx.Updating;

namespace Mutx.Cli.Requests;

/// <summary>Put a backup back.</summary>
internal sealed record RestoreRequest : Request
{
    /// <summary>The file to restore.</summary>
    public required string File { get; init; }

    /// <summary>The backup; null for the newest.</summary>
    public string? From { get; init; }

    /// <summary>Where backups are found.</summary>
    public required BackupOptions Backups { get; init; }

    public required ReplaceOptions Options { get; init; }
}
