using Mutx.Backups;

namespace Mutx.Cli.Requests;

/// <summary>List the backups of a file.</summary>
internal sealed record BackupsRequest : Request
{
    /// <summary>The file whose backups are meant.</summary>
    public required string File { get; init; }

    public required BackupOptions Options { get; init; }
}
