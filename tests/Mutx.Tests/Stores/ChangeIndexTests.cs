using Mutx.Stores.Changes;

namespace Mutx.Tests.Stores;

public sealed class ChangeIndexTests : StoreFixture
{
    private ChangeIndex Index => new(Directory.Path, Options);

    [Fact]
    public async Task Changes_add_up_by_file_and_session()
    {
        await Index.RecordAsync([Change("s1", "src/a.cs", "edit", 2), Change("s1", "src/a.cs", "write", 1)], Token);
        await Index.RecordAsync([Change("s1", "src/a.cs", "edit", 3), Change("s2", "src/a.cs", "edit", 9)], Token);
        IReadOnlyDictionary<string, SessionChanges> found = await Index.FindAsync("src/a.cs", Token);
        Assert.Equal(3, found["s1"].Count);
        Assert.Equal((At(1), At(3)), (found["s1"].First, found["s1"].Last));
        Assert.Equal(["edit", "write"], found["s1"].Tools);
        Assert.Equal(1, found["s2"].Count);
        Assert.Empty(await Index.FindAsync("nothing", Token));
        Assert.Equal(new IndexStatistics(1, 2, 4, At(9)), await Index.CountAsync(Token));
    }

    [Fact]
    public async Task Rebuilding_forgets_what_was()
    {
        await Index.RecordAsync([Change("s1", "old", "edit", 1)], Token);
        await Index.RebuildAsync([Change("s2", "new", "edit", 2)], Token);
        Assert.Equal(["new"], (await Index.SearchAsync("**", Token)).Select(each => each.Path));
    }

    [Fact]
    public async Task Sessions_that_end_at_the_same_time_lose_nothing_of_one_another()
    {
        await Task.WhenAll(Enumerable.Range(0, 30).Select(i => Task.Run(
            () => Index.RecordAsync([Change($"s{i}", "shared", "edit", i), Change($"s{i}", $"own{i}", "edit", i)], Token), Token)));
        Assert.Equal(new IndexStatistics(31, 30, 60, At(29)), await Index.CountAsync(Token));
    }

    [Theory]
    [InlineData("src/*.cs", "src/a.cs", true)]
    [InlineData("src/*.cs", "src/x/a.cs", false)]
    [InlineData("src/**/*.cs", "src/a.cs", true)]
    [InlineData("src/**/*.cs", "src/x/y/a.cs", true)]
    [InlineData("**/a.cs", "a.cs", true)]
    [InlineData("**/a.cs", "x/ba.cs", false)]
    [InlineData("src/**", "src/x/y", true)]
    [InlineData("src/**", "source/x", false)]
    [InlineData("?.cs", "a.cs", true)]
    [InlineData("?.cs", "/.cs", false)]
    [InlineData("a*b*c", "aXbYc", true)]
    [InlineData("a*b*c", "aXbY", false)]
    public async Task Patterns_match_whole_paths(string pattern, string path, bool matches)
    {
        await Index.RecordAsync([Change("s", path, "edit", 1)], Token);
        Assert.Equal(matches, (await Index.SearchAsync(pattern, Token)).Count == 1);
    }

    private static DateTimeOffset At(int minute) => DateTimeOffset.UnixEpoch.AddMinutes(minute);

    private static FileChange Change(string session, string path, string tool, int minute) => new(session, path, tool, At(minute));
}
