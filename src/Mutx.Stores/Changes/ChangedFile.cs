namespace Mutx.Stores.Changes;

/// <summary>A file and who changed it.</summary>
/// <param name="Path">The file.</param>
/// <param name="Sessions">The sessions, by their ids.</param>
public sealed record ChangedFile(string Path, IReadOnlyDictionary<string, SessionChanges> Sessions);
