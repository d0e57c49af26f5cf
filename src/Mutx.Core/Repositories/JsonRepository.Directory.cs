using System.Runtime.CompilerServices;
using Mutx.Platform;
using Mutx.Primitives;

namespace Mutx.Repositories;

/// <content>The directory as a whole.</content>
public sealed partial class JsonRepository<T>
{
    /// <summary>The ids of the records there are, in ordinal order. Blocks on the disk.</summary>
    /// <exception cref="MutxException">The directory can't be read.</exception>
    public IReadOnlyList<string> ListIds()
    {
        var ids = new List<string>();
        foreach (string name in _disk.NamesIn(Canonical, static (name, _) => name.EndsWith(Extension, StringComparison.Ordinal)))
        {
            string id = name[..^Extension.Length];
            if (ResourceName.IsValid(id))
            {
                ids.Add(id);
            }
        }

        return ids;
    }

    /// <summary>
    /// Reads the records there are, in the order of their ids, each when it is asked for. One that can't be read or parsed comes
    /// with its error and holds nobody else up; one that vanishes meanwhile is left out, one that comes may or may not be seen.
    /// </summary>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="MutxException">The directory can't be read.</exception>
    public async IAsyncEnumerable<ListedRecord<T>> ListAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        foreach (string id in await Task.Run(ListIds, cancellationToken).ConfigureAwait(false))
        {
            if (await Task.Run(() => TryList(id), cancellationToken).ConfigureAwait(false) is { } listed)
            {
                yield return listed;
            }
        }
    }

    /// <summary>
    /// Follows the changes of all records. It begins with the records there are, so that nothing falls between listing
    /// and watching, and ends when it is cancelled. Of changes that follow one another quickly some may be left out; the
    /// last one never is.
    /// </summary>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="MutxException">The directory or a record can't be read.</exception>
    public async IAsyncEnumerable<RecordChange<T>> WatchAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        CreateDirectory();
        using var signal = new DirectorySignal(Canonical, _options.WatchInterval, _options.TimeProvider);
        var seen = new Dictionary<string, SeenRecord>(StringComparer.Ordinal);
        while (true)
        {
            foreach (RecordChange<T> change in await Task.Run(() => Compare(seen), cancellationToken).ConfigureAwait(false))
            {
                yield return change;
            }

            await signal.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>What is different from what was seen before, which it brings up to date.</summary>
    private List<RecordChange<T>> Compare(Dictionary<string, SeenRecord> seen)
    {
        var changes = new List<RecordChange<T>>();
        var gone = new HashSet<string>(seen.Keys, StringComparer.Ordinal);
        foreach (string id in ListIds())
        {
            string path = PathOf(id);
            if (_disk.Look(path) is not { Kind: FileKind.Regular } status)
            {
                continue;
            }

            gone.Remove(id);
            if (seen.TryGetValue(id, out SeenRecord before) && before.IsStill(status))
            {
                continue;
            }

            if (ReadFile(path, out status) is { } content)
            {
                string version = Sha256.Hex(content);
                seen[id] = new SeenRecord(status.Identity, status.Changed, status.Length, version);
                if (before.Version != version)
                {
                    changes.Add(Written(id, path, content, status));
                }
            }
        }

        foreach (string id in gone)
        {
            seen.Remove(id);
            changes.Add(new RecordChange<T>(id, RecordChangeKind.Deleted, null));
        }

        return changes;
    }

    private ListedRecord<T>? TryList(string id)
    {
        try
        {
            return ReadRecord(id) is { } record ? new ListedRecord<T>(id, record, null) : null;
        }
        catch (MutxException e)
        {
            return new ListedRecord<T>(id, null, e);
        }
    }

    private RecordChange<T> Written(string id, string path, byte[] content, in FileStatus status)
    {
        try
        {
            return new RecordChange<T>(id, RecordChangeKind.Written, Record(id, path, content, status));
        }
        catch (CorruptDataException)
        {
            return new RecordChange<T>(id, RecordChangeKind.Corrupt, null);
        }
    }
}
