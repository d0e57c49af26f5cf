namespace Mutx.Cli.Requests;

/// <summary>Show the version.</summary>
internal sealed record VersionRequest : Request;
