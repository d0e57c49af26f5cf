namespace Mutx.Features;

/// <summary>A feature lock that is held.</summary>
/// <param name="Feature">The feature's name.</param>
/// <param name="ProcessId">The process it was taken for. It may have ended: the lock doesn't end with it.</param>
/// <param name="Timestamp">When it was taken.</param>
/// <param name="Age">How old it was when it was looked at; below zero where the clocks of two hosts disagree.</param>
public sealed record FeatureLock(string Feature, int ProcessId, DateTimeOffset Timestamp, TimeSpan Age);
