namespace Mutx.Writing;

/// <summary>What a commit did.</summary>
/// <param name="Changed">Whether the target was replaced.</param>
/// <param name="Confirmed">Whether the filesystem says that this survives a power cut.</param>
internal readonly record struct CommitReport(bool Changed, bool Confirmed);
