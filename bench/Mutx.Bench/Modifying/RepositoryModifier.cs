using Mutx.Repositories;

namespace Mutx.Bench.Modifying;

/// <summary>Ours.</summary>
internal sealed class RepositoryModifier(string directory, RecordJournal journal) : IModifier
{
    private readonly string _id = $"entry-{journal}";
    private readonly JsonRepository<Entry> _entries =
        new(directory, EntryJson.Default.Entry, new JsonRepositoryOptions { Journal = journal });

    public Task ModifyAsync() => _entries.ModifyAsync(
        _id,
        entry =>
        {
            entry ??= new Entry();
            entry.Count++;
            return entry;
        });

    public void Dispose()
    {
    }
}
