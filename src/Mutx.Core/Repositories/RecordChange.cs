namespace Mutx.Repositories;

/// <summary>A change of a record, as a watcher saw it.</summary>
/// <typeparam name="T">What the record holds.</typeparam>
/// <param name="Id">The record.</param>
/// <param name="Kind">What happened.</param>
/// <param name="Record">The record as it is now; null unless it was written and can be read.</param>
public sealed record RecordChange<T>(string Id, RecordChangeKind Kind, JsonRecord<T>? Record)
    where T : class;
