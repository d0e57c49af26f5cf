using Mutx.Primitives;
using Mutx.Stores.Groups;

namespace Mutx.Tests.Stores;

public sealed class SessionGroupStoreTests : StoreFixture
{
    private SessionGroupStore Store => new(Directory.Path, Options);

    [Fact]
    public async Task A_group_gets_its_slug_and_times_and_is_found_by_id_slug_and_status()
    {
        SessionGroup saved = await Store.SaveAsync(Group("g1") with { Name = "Über: The  Plan!" }, Token);
        Assert.Equal("ber-the-plan", saved.Slug);
        await Store.SaveAsync(Group("g2") with { Status = SessionStatus.Active }, Token);
        Assert.Equal("g1", (await Store.FindBySlugAsync("ber-the-plan", Token))!.Id);
        Assert.Equal("g2", Assert.Single(await Store.ListAsync(SessionStatus.Active, Token)).Id);
        Assert.Equal(2, await Store.CountAsync(cancellationToken: Token));
        Assert.True(await Store.DeleteAsync("g1", Token));
        Assert.Null(await Store.FindAsync("g1", Token));
    }

    [Fact]
    public async Task Sessions_updated_at_the_same_time_do_not_undo_one_another()
    {
        GroupSession[] sessions = [.. Enumerable.Range(0, 20).Select(i => new GroupSession { Id = $"s{i}" })];
        await Store.SaveAsync(Group("g") with { Sessions = sessions }, Token);
        await Task.WhenAll(sessions.Select(each => Task.Run(
            () => Store.UpdateSessionAsync("g", each.Id, old => old with { Status = SessionStatus.Completed }, Token), Token)));
        Assert.All((await Store.FindAsync("g", Token))!.Sessions, each => Assert.Equal(SessionStatus.Completed, each.Status));
    }

    [Fact]
    public async Task Dependencies_that_nothing_can_satisfy_are_refused()
    {
        await Refused([("a", ["b"]), ("b", ["c"]), ("c", ["a"])], "circle");
        await Refused([("a", ["a"])], "circle");
        await Refused([("a", ["missing"])], "missing");
        await Refused([("a", []), ("a", [])], "twice");
        await Store.SaveAsync(Group("ok") with { Sessions = Sessions([("d", ["b", "c"]), ("b", ["a"]), ("c", ["a"]), ("a", [])]) }, Token);
    }

    [Fact]
    public async Task A_file_with_only_what_is_needed_is_read_and_what_others_added_survives()
    {
        Directory.Write("g.json", "{\"id\":\"g\",\"name\":\"By hand\",\"colour\":\"red\",\"sessions\":[{\"id\":\"a\",\"owner\":\"me\"},{\"id\":\"b\"}]}");
        await Store.UpdateSessionAsync("g", "b", each => each with { DependsOn = ["a"] }, Token);
        string now = Directory.Read("g.json");
        Assert.Contains("\"colour\": \"red\"", now, StringComparison.Ordinal);
        Assert.Contains("\"owner\": \"me\"", now, StringComparison.Ordinal);
        Directory.Write("h.json", "{\"id\":\"h\",\"name\":\"No sessions\"}");
        Assert.Empty((await Store.FindAsync("h", Token))!.Sessions);
    }

    [Fact]
    public async Task A_group_or_session_that_is_not_there_is_an_error()
    {
        Assert.Equal(MutxError.NotFound, (await Assert.ThrowsAsync<MutxException>(() => Store.UpdateSessionAsync("g", "s", s => s, Token))).Error);
        await Store.SaveAsync(Group("g"), Token);
        Assert.Equal(MutxError.NotFound, (await Assert.ThrowsAsync<MutxException>(() => Store.UpdateSessionAsync("g", "s", s => s, Token))).Error);
    }

    private async Task Refused((string Id, string[] DependsOn)[] sessions, string word)
    {
        var error = await Assert.ThrowsAsync<ArgumentException>(() => Store.SaveAsync(Group("g") with { Sessions = Sessions(sessions) }, Token));
        Assert.Contains(word, error.Message, StringComparison.Ordinal);
    }

    private static GroupSession[] Sessions((string Id, string[] DependsOn)[] sessions) =>
        [.. sessions.Select(each => new GroupSession { Id = each.Id, DependsOn = each.DependsOn })];

    private static SessionGroup Group(string id) => new() { Id = id, Name = $"Group {id}" };
}
