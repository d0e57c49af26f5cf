using System.Security.Cryptography;
using System.Text;

namespace Mutx.Cli.Tests;

/// <summary>Conditions that were asked for: where one does not hold it is status 4 and the file is untouched.</summary>
public sealed class Checks : IDisposable
{
    private readonly Sandbox _sandbox = new();

    public void Dispose() => _sandbox.Dispose();

    [Fact]
    public async Task If_changed_leaves_an_equal_file_and_its_times_alone()
    {
        FileState before = FileState.Of(_sandbox.Files.Write("file", "same"));

        (await _sandbox.Mutx("file", "--if-changed").Input("same").RunAsync()).AssertSilentSuccess();

        Assert.Equal(before, FileState.Of(_sandbox.Files["file"]));
        _sandbox.Files.AssertEntries("file");
    }

    [Theory]
    [InlineData("samf")]
    [InlineData("sam")]
    [InlineData("same!")]
    public async Task If_changed_replaces_a_file_that_differs(string content)
    {
        _sandbox.Files.Write("file", "same");

        (await _sandbox.Mutx("file", "--if-changed").Input(content).RunAsync()).AssertSilentSuccess();

        Assert.Equal(content, _sandbox.Files.Read("file"));
    }

    [Fact]
    public async Task If_changed_creates_a_file_that_is_not_there_even_an_empty_one()
    {
        (await _sandbox.Mutx("file", "--if-changed").RunAsync()).AssertSilentSuccess();

        Assert.Equal("", _sandbox.Files.Read("file"));
    }

    [Theory]
    [InlineData]
    [InlineData("--stream")]
    public async Task If_changed_compares_large_content_to_its_last_byte(params string[] options)
    {
        byte[] content = new byte[(9 << 20) + 17];
        _sandbox.Files.Write("file", content);
        FileState before = FileState.Of(_sandbox.Files["file"]);

        (await _sandbox.Mutx(["file", "--if-changed", .. options]).Input(content).RunAsync()).AssertSilentSuccess();
        Assert.Equal(before, FileState.Of(_sandbox.Files["file"]));

        content[^1] = 1;
        (await _sandbox.Mutx(["file", "--if-changed", .. options]).Input(content).RunAsync()).AssertSilentSuccess();
        Assert.Equal(content, File.ReadAllBytes(_sandbox.Files["file"]));
    }

    [Fact]
    public async Task If_match_replaces_only_the_content_with_that_digest()
    {
        FileState before = FileState.Of(_sandbox.Files.Write("file", "old"));

        (await _sandbox.Mutx("file", "--if-match", Digest("other")).Input("new").RunAsync()).AssertError(4, "file", Digest("old"));
        Assert.Equal(before, FileState.Of(_sandbox.Files["file"]));
        _sandbox.Files.AssertEntries("file");

        (await _sandbox.Mutx("file", "--if-match", Digest("old")).Input("new").RunAsync()).AssertSilentSuccess();
        Assert.Equal("new", _sandbox.Files.Read("file"));
    }

    [Fact]
    public async Task If_match_on_a_file_that_is_not_there_is_refused()
    {
        (await _sandbox.Mutx("file", "--if-match", Digest("old")).Input("new").RunAsync()).AssertError(4, "file");

        _sandbox.Files.AssertEntries();
    }

    [Fact]
    public async Task If_match_absent_creates_a_file_once()
    {
        (await _sandbox.Mutx("file", "--if-match", "absent").Input("first").RunAsync()).AssertSilentSuccess();
        (await _sandbox.Mutx("file", "--if-match", "absent").Input("second").RunAsync()).AssertError(4, "file");

        Assert.Equal("first", _sandbox.Files.Read("file"));
        _sandbox.Files.AssertEntries("file");
    }

    [Fact]
    public async Task If_match_absent_lets_one_of_many_writers_win()
    {
        ProgramResult[] results = await Task.WhenAll(Enumerable.Range(0, 10)
            .Select(i => _sandbox.Mutx("file", "--if-match", "absent").Input($"{i}").RunAsync()));

        int winner = Assert.Single(Enumerable.Range(0, 10), i => results[i].Status == 0);
        Assert.All(results.Where(r => r.Status != 0), r => r.AssertStatus(4));
        Assert.Equal($"{winner}", _sandbox.Files.Read("file"));
    }

    [Theory]
    [InlineData("md5:d41d8cd98f00b204e9800998ecf8427e")]
    [InlineData("sha256:abc")]
    [InlineData("sha256:")]
    [InlineData("sha256:zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz")]
    [InlineData("gone")]
    [InlineData("")]
    public async Task If_match_with_what_is_no_digest_is_an_error(string value)
    {
        (await _sandbox.Mutx("file", $"--if-match={value}").Input("new").RunAsync()).AssertError(1, "--if-match", "sha256:");

        _sandbox.Files.AssertEntries();
    }

    [Fact]
    public async Task Require_nonempty_refuses_empty_input_and_nothing_else()
    {
        FileState before = FileState.Of(_sandbox.Files.Write("file", "old"));

        (await _sandbox.Mutx("file", "--require-nonempty").RunAsync()).AssertError(4, "file", "empty");
        (await _sandbox.Mutx("file", "--require-nonempty", "--stream").RunAsync()).AssertError(4, "file", "empty");
        (await _sandbox.Mutx("new", "--require-nonempty").RunAsync()).AssertError(4, "new", "empty");
        Assert.Equal(before, FileState.Of(_sandbox.Files["file"]));
        _sandbox.Files.AssertEntries("file");

        (await _sandbox.Mutx("file", "--require-nonempty").Input("\n").RunAsync()).AssertSilentSuccess();
        Assert.Equal("\n", _sandbox.Files.Read("file"));
    }

    [Theory]
    [InlineData("grep -q good")]
    [InlineData("grep -q good {}")]
    [InlineData("test -s {} && cat {} | grep -q good")]
    [InlineData("cmp - {}")]
    [InlineData("test \"$(cat)\" = 'good content'")]
    public async Task A_validator_that_agrees_lets_the_content_through(string validator)
    {
        (await _sandbox.Mutx("file", "--validate", validator).Input("good content").RunAsync()).AssertSilentSuccess();
        (await _sandbox.Mutx("streamed", "--stream", "--validate", validator).Input("good content").RunAsync()).AssertSilentSuccess();

        Assert.Equal("good content", _sandbox.Files.Read("file"));
        Assert.Equal("good content", _sandbox.Files.Read("streamed"));
        _sandbox.Files.AssertEntries("file", "streamed");
    }

    [Theory]
    [InlineData("false")]
    [InlineData("grep -q good")]
    [InlineData("grep -q good {}")]
    [InlineData("kill -KILL $$")]
    [InlineData("no-such-command")]
    [InlineData("syntax ( error")]
    public async Task A_validator_that_objects_is_status_4_and_the_file_is_untouched(string validator)
    {
        FileState before = FileState.Of(_sandbox.Files.Write("file", "old"));

        ProgramResult result = await _sandbox.Mutx("file", "--validate", validator).Input("bad").RunAsync();

        result.AssertStatus(4);
        Assert.Contains(validator, result.Error);
        Assert.Equal(before, FileState.Of(_sandbox.Files["file"]));
        _sandbox.Files.AssertEntries("file");
    }

    [Fact]
    public async Task What_the_validator_says_reaches_standard_error_and_never_the_file()
    {
        ProgramResult result = await _sandbox
            .Mutx("file", "--validate", "echo to-output; echo to-error >&2").Input("content").RunAsync();

        result.AssertStatus(0);
        Assert.Equal("", result.Output);
        Assert.Contains("to-error", result.Error);
        Assert.Equal("content", _sandbox.Files.Read("file"));
    }

    [Fact]
    public async Task The_validator_sees_content_of_many_megabytes_whole_and_need_not_read_it()
    {
        byte[] content = Versions.Content(149);
        string digest = Convert.ToHexStringLower(SHA256.HashData(content));

        (await _sandbox.Mutx("file", "--validate", $"sha256sum | grep -q {digest}").Input(content).RunAsync()).AssertSilentSuccess();
        (await _sandbox.Mutx("file", "--validate", $"sha256sum {{}} | grep -q {digest}").Input(content).RunAsync()).AssertSilentSuccess();
        (await _sandbox.Mutx("file", "--validate", "true").Input(content).RunAsync()).AssertSilentSuccess();

        Assert.Equal(content, File.ReadAllBytes(_sandbox.Files["file"]));
    }

    [Fact]
    public async Task The_validator_runs_without_the_lock()
    {
        (await _sandbox.Mutx("file", "--validate", "\"$M\" file --no-wait < /dev/null").Input("x").RunAsync()).AssertSilentSuccess();

        Assert.Equal("x", _sandbox.Files.Read("file"));
    }

    private static string Digest(string content) =>
        "sha256:" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(content)));
}
