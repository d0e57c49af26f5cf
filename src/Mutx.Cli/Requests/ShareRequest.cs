namespace Mutx.Cli.Requests;

/// <summary>Make locks in a directory shared by all who may write there.</summary>
internal sealed record ShareRequest : Request
{
    public required string Directory { get; init; }

    /// <summary>The group that is to have the directory first, by name or number; null to leave it as it is.</summary>
    public string? Group { get; init; }
}
