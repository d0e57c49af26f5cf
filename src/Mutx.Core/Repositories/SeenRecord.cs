using Mutx.Platform;

namespace Mutx.Repositories;

/// <summary>What a watcher knows of a record it has read.</summary>
internal readonly record struct SeenRecord(FileIdentity Identity, DateTimeOffset Changed, long Length, string? Version)
{
    /// <summary>Whether the file hasn't been touched since; no replacement and no write leaves all three the same.</summary>
    public bool IsStill(in FileStatus now) => Identity == now.Identity && Changed == now.Changed && Length == now.Length;
}
