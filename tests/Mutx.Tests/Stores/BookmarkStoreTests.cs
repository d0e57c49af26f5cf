using Mutx.Primitives;
using Mutx.Stores;
using Mutx.Stores.Bookmarks;

namespace Mutx.Tests.Stores;

public sealed class BookmarkStoreTests : StoreFixture
{
    private BookmarkStore Store => new(Directory.Path, Options);

    [Fact]
    public async Task A_saved_bookmark_is_found_by_id_session_tag_and_text()
    {
        await Fill();
        Assert.Equal("Beta", (await Store.FindAsync("b", Token))!.Name);
        Assert.Null(await Store.FindAsync("z", Token));
        Assert.Equal(["a", "c"], await Ids(new BookmarkQuery { Session = "s1" }));
        Assert.Equal(["a", "b"], await Ids(new BookmarkQuery { Tags = ["RED"] }));
        Assert.Equal(["b"], await Ids(new BookmarkQuery { Tags = ["red", "blue"] }));
        Assert.Equal(["c"], await Ids(new BookmarkQuery { Text = "needle" }));
        Assert.Equal(["blue", "red"], await Store.ListTagsAsync(Token));
    }

    [Fact]
    public async Task Lists_are_sorted_and_cut_and_counts_are_not_cut()
    {
        await Fill();
        var query = new BookmarkQuery { Sort = BookmarkSort.Name, Order = SortOrder.Descending, Offset = 1, Limit = 1 };
        Assert.Equal(["b"], await Ids(query));
        Assert.Equal(3, await Store.CountAsync(query, Token));
        await Store.UpdateAsync("a", each => each with { Description = "changed" }, Token);
        Assert.Equal(["a", "c", "b"], await Ids(new BookmarkQuery { Sort = BookmarkSort.Updated, Order = SortOrder.Descending }));
        Assert.Equal(["a", "b", "c"], await Ids(new BookmarkQuery { Sort = BookmarkSort.Created }));
    }

    [Fact]
    public async Task Saving_again_keeps_the_time_of_creation_and_deleting_says_whether_there_was_one()
    {
        Bookmark first = await Store.SaveAsync(Mark("a", "s1", "Alpha"), Token);
        Time.Advance(TimeSpan.FromMinutes(1));
        Bookmark again = await Store.SaveAsync(Mark("a", "s1", "Other"), Token);
        Assert.Equal(first.Created, again.Created);
        Assert.Equal(TimeSpan.FromMinutes(1), again.Updated - again.Created);
        Assert.True(await Store.DeleteAsync("a", Token));
        Assert.False(await Store.DeleteAsync("a", Token));
        Assert.Equal(MutxError.NotFound, (await Assert.ThrowsAsync<MutxException>(() => Store.UpdateAsync("a", b => b, Token))).Error);
    }

    [Fact]
    public async Task What_is_no_bookmark_is_refused()
    {
        await Assert.ThrowsAsync<ArgumentException>(() => Store.SaveAsync(Mark("../a", "s", "n"), Token));
        await Assert.ThrowsAsync<ArgumentException>(() => Store.SaveAsync(Mark("a", "s/t", "n"), Token));
        await Assert.ThrowsAsync<ArgumentException>(() => Store.SaveAsync(Mark("a", "s", " "), Token));
        await Assert.ThrowsAsync<ArgumentException>(() => Store.SaveAsync(Mark("a", "s", "n") with { LastMessage = 3 }, Token));
        await Assert.ThrowsAsync<ArgumentException>(() => Store.SaveAsync(Mark("a", "s", "n") with { Message = 4, LastMessage = 3 }, Token));
        Directory.AssertEntries();
    }

    [Fact]
    public async Task Bookmarks_saved_at_the_same_time_are_all_there()
    {
        await Task.WhenAll(Enumerable.Range(0, 50).Select(i => Store.SaveAsync(Mark($"m{i}", "s", "n"), Token)));
        Assert.Equal(50, await Store.CountAsync(cancellationToken: Token));
    }

    private async Task Fill()
    {
        await Store.SaveAsync(Mark("a", "s1", "Alpha") with { Tags = ["red"], Message = 3, LastMessage = 5 }, Token);
        Time.Advance(TimeSpan.FromMinutes(1));
        await Store.SaveAsync(Mark("b", "s2", "Beta") with { Tags = ["red", "blue"] }, Token);
        Time.Advance(TimeSpan.FromMinutes(1));
        await Store.SaveAsync(Mark("c", "s1", "Gamma") with { Description = "a Needle in it" }, Token);
        Time.Advance(TimeSpan.FromMinutes(1));
    }

    private async Task<IEnumerable<string>> Ids(BookmarkQuery query) => (await Store.ListAsync(query, Token)).Select(each => each.Id);

    private static Bookmark Mark(string id, string session, string name) => new() { Id = id, Session = session, Name = name };
}
