using Mutx.Primitives;

namespace Mutx.Stores.Bookmarks;

/// <summary>Which bookmarks, and in which order; without anything set all of them, oldest first.</summary>
public sealed record BookmarkQuery
{
    /// <summary>All of them, oldest first.</summary>
    public static BookmarkQuery All { get; } = new();

    /// <summary>Only those of this session.</summary>
    public string? Session { get; init; }

    /// <summary>Only those that have all of these tags; capitals don't count.</summary>
    public IReadOnlyList<string> Tags
    {
        get;
        init => field = Guard.NotNull(value);
    } = [];

    /// <summary>Only those with this text in name, description or tags; capitals don't count.</summary>
    public string? Text { get; init; }

    /// <summary>What they are sorted by.</summary>
    public BookmarkSort Sort
    {
        get;
        init => field = Guard.Defined(value, BookmarkSort.Name);
    }

    /// <summary>Which way.</summary>
    public SortOrder Order
    {
        get;
        init => field = Guard.Defined(value, SortOrder.Descending);
    }

    /// <summary>How many of the first ones are left out.</summary>
    public int Offset
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            field = value;
        }
    }

    /// <summary>How many there are at most; any number if null.</summary>
    public int? Limit
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value ?? 0, nameof(value));
            field = value;
        }
    }

    internal bool Matches(Bookmark bookmark) =>
        (Session is null || bookmark.Session == Session)
        && Tags.All(tag => bookmark.Tags.Contains(tag, StringComparer.OrdinalIgnoreCase))
        && (Text is null || Contains(bookmark.Name) || Contains(bookmark.Description) || bookmark.Tags.Any(Contains));

    internal IEnumerable<Bookmark> Apply(IEnumerable<Bookmark> bookmarks)
    {
        IEnumerable<Bookmark> found = bookmarks.Where(Matches);
        IOrderedEnumerable<Bookmark> sorted = (Sort, Order) switch
        {
            (BookmarkSort.Name, SortOrder.Ascending) => found.OrderBy(each => each.Name, StringComparer.OrdinalIgnoreCase),
            (BookmarkSort.Name, _) => found.OrderByDescending(each => each.Name, StringComparer.OrdinalIgnoreCase),
            (BookmarkSort.Updated, SortOrder.Ascending) => found.OrderBy(each => each.Updated),
            (BookmarkSort.Updated, _) => found.OrderByDescending(each => each.Updated),
            (_, SortOrder.Ascending) => found.OrderBy(each => each.Created),
            _ => found.OrderByDescending(each => each.Created),
        };

        // Without a second key the order of equals would depend on the file's.
        return sorted.ThenBy(each => each.Id, StringComparer.Ordinal).Skip(Offset).Take(Limit ?? int.MaxValue);
    }

    private bool Contains(string? text) => text is not null && text.Contains(Text!, StringComparison.OrdinalIgnoreCase);
}
