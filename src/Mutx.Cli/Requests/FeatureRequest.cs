namespace Mutx.Cli.Requests;

/// <summary>What <c>mutx feature</c> was asked for.</summary>
internal sealed record FeatureRequest : Request
{
    public required FeatureAction Action { get; init; }

    /// <summary>The feature; null for the current one.</summary>
    public string? Feature { get; init; }

    /// <summary>Where features are kept.</summary>
    public required string Root { get; init; }

    /// <summary>The process that the lock is for; null for the one that started this program.</summary>
    public int? ProcessId { get; init; }

    /// <summary>The action as it is typed, for reports.</summary>
    public string Operation => "feature " + FeatureReader.NameOf(Action);
}
