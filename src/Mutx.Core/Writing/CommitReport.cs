namespace Mutx.Writing;

/// <summary>What a commit did.</summary>
/// <param name="Changed">Whether the target was replaced.</param>
/// <param name="Confirmed">Whether the filesystem says that this survives a power cut.</param>
/// <param name="Warning">What the user should know about it; null for nothing.</param>
internal readonly record struct CommitReport(bool Changed, bool Confirmed, string? Warning);
