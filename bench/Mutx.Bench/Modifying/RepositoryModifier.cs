using Mutx.Repositories;

namespace Mutx.Bench.Modifying;

/// <summary>Ours.</summary>
internal sealed class RepositoryModifier(string directory) : IModifier
{
    private const string Id = "entry";

    private readonly JsonRepository<Entry> _entries =
        new(directory, EntryJson.Default.Entry);

    public Task ModifyAsync() => _entries.ModifyAsync(
        Id,
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
