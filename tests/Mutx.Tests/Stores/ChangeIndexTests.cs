using System.Text.RegularExpressions;
using FsCheck.Fluent;
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

    [Fact]
    public async Task A_pattern_of_many_stars_takes_no_longer_than_its_length_times_that_of_the_path()
    {
        await Index.RecordAsync([Change("s", new string('a', 2000), "edit", 1)], Token);
        string pattern = string.Concat(Enumerable.Repeat("*a", 1000));
        foreach (string hard in (string[])[pattern + "b", pattern.Replace("*", "**", StringComparison.Ordinal) + "b", "**/" + pattern + "*/b"])
        {
            Assert.Empty(await Index.SearchAsync(hard, Token).WaitAsync(TestKit.Eventually.Deadline, Token));
        }

        Assert.Single(await Index.SearchAsync(pattern, Token));
    }

    [Fact]
    public void A_search_looks_at_its_token_while_it_matches()
    {
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();
        Assert.Throws<OperationCanceledException>(() => new Glob("*a*a").IsMatch("aaa", cancelled.Token));
    }

    [Fact]
    public void Patterns_match_what_the_same_patterns_match_as_regular_expressions() =>
        Properties.Samples.Hold(
            // Few letters, so that much matches by chance.
            from pattern in Gen.Elements("ab/*?*".ToCharArray()).ArrayOf()
            from path in Gen.Elements("ab/".ToCharArray()).ArrayOf()
            select (Pattern: new string(pattern), Path: new string(path)),
            each => new Glob(each.Pattern).IsMatch(each.Path, Token)
                == Regex.IsMatch(each.Path, AsRegex(each.Pattern), RegexOptions.Singleline | RegexOptions.NonBacktracking));

    private static string AsRegex(string pattern) => "\\A" + Regex.Replace(pattern, @"\*\*/|\*\*|\*|\?|.", part => part.Value switch
    {
        "**/" => "(.*/)?",
        "**" => ".*",
        "*" => "[^/]*",
        "?" => "[^/]",
        string other => Regex.Escape(other),
    }) + "\\z";

    private static DateTimeOffset At(int minute) => DateTimeOffset.UnixEpoch.AddMinutes(minute);

    private static FileChange Change(string session, string path, string tool, int minute) => new(session, path, tool, At(minute));
}
