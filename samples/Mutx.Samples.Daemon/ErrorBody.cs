namespace Mutx.Samples.Daemon;

/// <summary>An error as it is answered.</summary>
internal sealed record ErrorBody(string Error, string? Hint);
