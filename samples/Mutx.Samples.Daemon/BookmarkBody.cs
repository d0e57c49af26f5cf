namespace Mutx.Samples.Daemon;

/// <summary>A bookmark as it is sent.</summary>
internal sealed record BookmarkBody(string Session, string Name, string? Description, string[]? Tags);
