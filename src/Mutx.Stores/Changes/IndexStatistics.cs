namespace Mutx.Stores.Changes;

/// <summary>The index in numbers.</summary>
/// <param name="Files">How many files were changed.</param>
/// <param name="Sessions">How many sessions changed any.</param>
/// <param name="Changes">How many changes there were.</param>
/// <param name="Last">When the last one was; null if there was none.</param>
public sealed record IndexStatistics(int Files, int Sessions, int Changes, DateTimeOffset? Last);
