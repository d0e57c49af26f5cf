using Mutx.Repositories;

namespace Mutx.Bench.Modifying;

/// <summary>Ours.</summary>
internal sealed class RepositoryModifier(string directory) : IModifier
{
    private readonly JsonRepository<Entry> _entries = new(directory, EntryJson.Default.Entry);

    public Task ModifyAsync() => _entries.ModifyAsync(
        "entry",
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
