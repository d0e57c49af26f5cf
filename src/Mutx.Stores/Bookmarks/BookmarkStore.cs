using Mutx.Primitives;
using Mutx.Repositories;

namespace Mutx.Stores.Bookmarks;

/// <summary>Bookmarks in one file, saved by many processes at once without losing any. Reading takes no lock.</summary>
public sealed class BookmarkStore
{
    private const string Record = "bookmarks";

    private readonly JsonRepository<BookmarkBook> _books;
    private readonly TimeProvider _time;

    /// <summary>Names the directory of the file; it is created when the first bookmark is saved.</summary>
    /// <param name="directory">The directory.</param>
    /// <param name="options"><see cref="StoreOptions.Default"/> if null.</param>
    public BookmarkStore(string directory, StoreOptions? options = null)
    {
        StoreOptions how = options ?? StoreOptions.Default;
        _books = new JsonRepository<BookmarkBook>(directory, BookmarkJson.Default.BookmarkBook, how.Repository);
        _time = how.TimeProvider;
    }

    /// <summary>Saves a new bookmark, or takes the place of the one with its id, which keeps its time of creation.</summary>
    /// <param name="bookmark">The bookmark; its times are set here.</param>
    /// <param name="cancellationToken">Withdraws it as long as it waits for its turn.</param>
    /// <returns>The bookmark as it was saved.</returns>
    public async Task<Bookmark> SaveAsync(Bookmark bookmark, CancellationToken cancellationToken = default)
    {
        Check(bookmark);
        Bookmark? saved = null;
        await ChangeAsync(
            all =>
            {
                int index = all.FindIndex(each => each.Id == bookmark.Id);
                DateTimeOffset now = _time.GetUtcNow();
                saved = bookmark with { Created = index < 0 ? now : all[index].Created, Updated = now };
                if (index < 0)
                {
                    all.Add(saved);
                }
                else
                {
                    all[index] = saved;
                }
            },
            cancellationToken).ConfigureAwait(false);
        return saved!;
    }

    /// <summary>Changes a bookmark that is there. The delegate is called once, under the lock.</summary>
    /// <param name="id">Its id, which can't be changed.</param>
    /// <param name="change">From the old to the new; its times are set here.</param>
    /// <param name="cancellationToken">Withdraws it as long as it waits for its turn.</param>
    /// <exception cref="MutxException">There is no such bookmark.</exception>
    public async Task<Bookmark> UpdateAsync(string id, Func<Bookmark, Bookmark> change, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(id);
        ArgumentNullException.ThrowIfNull(change);
        Bookmark? saved = null;
        await ChangeAsync(
            all =>
            {
                int index = all.FindIndex(each => each.Id == id);
                if (index < 0)
                {
                    throw StoreErrors.NotFound("bookmark", id, _books.PathOf(Record));
                }

                saved = change(all[index]) with { Id = id, Created = all[index].Created, Updated = _time.GetUtcNow() };
                Check(saved);
                all[index] = saved;
            },
            cancellationToken).ConfigureAwait(false);
        return saved!;
    }

    /// <summary>Removes a bookmark.</summary>
    /// <returns>Whether there was one.</returns>
    public async Task<bool> DeleteAsync(string id, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(id);
        int removed = 0;
        await ChangeAsync(all => removed = all.RemoveAll(each => each.Id == id), cancellationToken).ConfigureAwait(false);
        return removed > 0;
    }

    /// <summary>One bookmark; null if there is none.</summary>
    public async Task<Bookmark?> FindAsync(string id, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(id);
        return (await AllAsync(cancellationToken).ConfigureAwait(false)).Find(each => each.Id == id);
    }

    /// <summary>The bookmarks that a query asks for.</summary>
    public async Task<IReadOnlyList<Bookmark>> ListAsync(BookmarkQuery? query = null, CancellationToken cancellationToken = default) =>
        [.. (query ?? BookmarkQuery.All).Apply(await AllAsync(cancellationToken).ConfigureAwait(false))];

    /// <summary>How many bookmarks a query finds, whatever its limit and offset.</summary>
    public async Task<int> CountAsync(BookmarkQuery? query = null, CancellationToken cancellationToken = default) =>
        (await AllAsync(cancellationToken).ConfigureAwait(false)).Count((query ?? BookmarkQuery.All).Matches);

    /// <summary>All tags there are, each once, in the order of the alphabet.</summary>
    public async Task<IReadOnlyList<string>> ListTagsAsync(CancellationToken cancellationToken = default) =>
        [
            .. (await AllAsync(cancellationToken).ConfigureAwait(false))
                .SelectMany(each => each.Tags)
                .Distinct(StringComparer.OrdinalIgnoreCase)
                .Order(StringComparer.OrdinalIgnoreCase),
        ];

    private async Task<List<Bookmark>> AllAsync(CancellationToken cancellationToken) =>
        (await _books.ReadAsync(Record, cancellationToken).ConfigureAwait(false))?.Bookmarks ?? [];

    private Task ChangeAsync(Action<List<Bookmark>> change, CancellationToken cancellationToken) =>
        _books.ModifyAsync(
            Record,
            book =>
            {
                book ??= new BookmarkBook();
                change(book.Bookmarks);
                return book;
            },
            cancellationToken);

    private static void Check(Bookmark bookmark)
    {
        ArgumentNullException.ThrowIfNull(bookmark);
        ResourceName.Require(bookmark.Id, nameof(bookmark));
        ResourceName.Require(bookmark.Session, nameof(bookmark));
        ArgumentException.ThrowIfNullOrWhiteSpace(bookmark.Name, nameof(bookmark));
        if (bookmark.LastMessage is { } last && (bookmark.Message is not { } first || last < first))
        {
            throw new ArgumentException("A range needs a first message that isn't behind its last.", nameof(bookmark));
        }
    }
}
