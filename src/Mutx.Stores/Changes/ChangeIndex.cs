using Mutx.Primitives;
using Mutx.Repositories;

namespace Mutx.Stores.Changes;

/// <summary>
/// Which session changed which file, in one file of its own. Sessions that end at the same time, in whichever
/// processes, never lose one another's changes. Reading takes no lock.
/// </summary>
public sealed class ChangeIndex
{
    private const string Record = "changes";

    private readonly JsonRepository<IndexContent> _indexes;

    /// <summary>Names the directory of the index; it is created when the first change is recorded.</summary>
    /// <param name="directory">The directory.</param>
    /// <param name="options"><see cref="StoreOptions.Default"/> if null.</param>
    public ChangeIndex(string directory, StoreOptions? options = null) =>
        _indexes = new JsonRepository<IndexContent>(
            directory, ChangeJson.Default.IndexContent, (options ?? StoreOptions.Default).Repository);

    /// <summary>Adds changes to what is known.</summary>
    /// <param name="changes">The changes, of one session or several.</param>
    /// <param name="cancellationToken">Withdraws it as long as it waits for its turn.</param>
    public Task RecordAsync(IReadOnlyList<FileChange> changes, CancellationToken cancellationToken = default)
    {
        Check(changes);
        return _indexes.ModifyAsync(Record, content => Add(content ?? new IndexContent(), changes), cancellationToken);
    }

    /// <summary>Takes the place of all that is known, in one step.</summary>
    /// <param name="changes">All changes there were.</param>
    /// <param name="cancellationToken">Withdraws it as long as it waits for its turn.</param>
    public Task RebuildAsync(IReadOnlyList<FileChange> changes, CancellationToken cancellationToken = default)
    {
        Check(changes);
        return _indexes.ModifyAsync(
            Record, content => Add(new IndexContent { Extra = content?.Extra }, changes), cancellationToken);
    }

    /// <summary>Who changed a file, by session; nobody if it isn't known.</summary>
    /// <param name="path">The file, as it was recorded.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<IReadOnlyDictionary<string, SessionChanges>> FindAsync(string path, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(path);
        IndexContent content = await ReadAsync(cancellationToken).ConfigureAwait(false);
        return content.Paths.GetValueOrDefault(path) ?? [];
    }

    /// <summary>The files that a pattern matches, with who changed them, in the order of their paths.</summary>
    /// <param name="pattern">A path with <c>?</c>, <c>*</c> (neither across <c>/</c>) and <c>**</c>.</param>
    /// <param name="cancellationToken">Ends it, also in the middle of the search.</param>
    public async Task<IReadOnlyList<ChangedFile>> SearchAsync(string pattern, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(pattern);
        IndexContent content = await ReadAsync(cancellationToken).ConfigureAwait(false);
        var glob = new Glob(pattern);
        return
        [
            .. content.Paths
                .Where(each => glob.IsMatch(each.Key, cancellationToken))
                .OrderBy(each => each.Key, StringComparer.Ordinal)
                .Select(each => new ChangedFile(each.Key, each.Value)),
        ];
    }

    /// <summary>The index in numbers.</summary>
    public async Task<IndexStatistics> CountAsync(CancellationToken cancellationToken = default)
    {
        IndexContent content = await ReadAsync(cancellationToken).ConfigureAwait(false);
        var sessions = new HashSet<string>(StringComparer.Ordinal);
        int changes = 0;
        DateTimeOffset? last = null;
        foreach ((string session, SessionChanges each) in content.Paths.Values.SelectMany(file => file))
        {
            sessions.Add(session);
            changes += each.Count;
            last = last is null || each.Last > last ? each.Last : last;
        }

        return new IndexStatistics(content.Paths.Count, sessions.Count, changes, last);
    }

    private async Task<IndexContent> ReadAsync(CancellationToken cancellationToken) =>
        await _indexes.ReadAsync(Record, cancellationToken).ConfigureAwait(false) ?? new IndexContent();

    private static IndexContent Add(IndexContent content, IReadOnlyList<FileChange> changes)
    {
        foreach (FileChange change in changes)
        {
            content.Add(change);
        }

        return content;
    }

    private static void Check(IReadOnlyList<FileChange> changes)
    {
        ArgumentNullException.ThrowIfNull(changes);
        foreach (FileChange change in changes)
        {
            ArgumentNullException.ThrowIfNull(change, nameof(changes));
            ResourceName.Require(change.Session, nameof(changes));
            ArgumentException.ThrowIfNullOrEmpty(change.Path, nameof(changes));
            ArgumentException.ThrowIfNullOrEmpty(change.Tool, nameof(changes));
        }
    }
}
