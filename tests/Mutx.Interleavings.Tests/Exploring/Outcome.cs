namespace Mutx.Interleavings.Tests.Exploring;

/// <summary>How one run ended.</summary>
/// <param name="Violation">What went wrong; null if nothing did.</param>
/// <param name="WasGivenUp">Whether it was the beginning of a run that has been seen.</param>
/// <param name="Steps">The steps in words, where something went wrong or they were asked for.</param>
internal sealed record Outcome(string? Violation, bool WasGivenUp, string? Steps);
