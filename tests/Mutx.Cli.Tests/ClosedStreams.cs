using System.Globalization;

namespace Mutx.Cli.Tests;

/// <summary>A standard stream that the caller has closed is closed for the command too, and no file takes its number.</summary>
public sealed class ClosedStreams : IDisposable
{
    private readonly Sandbox _sandbox = new();

    public void Dispose() => _sandbox.Dispose();

    [Theory]
    [InlineData("<&-", "0")]
    [InlineData(">&-", "1")]
    [InlineData("2>&-", "2")]
    [InlineData("<&- >&- 2>&-", "0", "1", "2")]
    public async Task Of_the_caller_are_closed_for_the_command(string redirection, params string[] closed)
    {
        const string Show = "for f in 0 1 2; do test -e /proc/$$/fd/$f && touch open$f; done; :";
        foreach (string command in new[] { "run", "run --close" })
        {
            await _sandbox.Shell($"\"$M\" {command} file -- sh -c '{Show}' {redirection}").RunAsync();

            _sandbox.Files.AssertEntries([.. new[] { "0", "1", "2" }.Except(closed).Select(each => "open" + each)]);
            _sandbox.Files.Entries.ToList().ForEach(each => File.Delete(_sandbox.Files[each]));
        }
    }

    [Fact]
    public async Task Of_the_caller_are_closed_for_a_command_that_produces_the_content()
    {
        (await _sandbox.Shell("\"$M\" file -- sh -c 'ls /proc/$$/fd; :' <&-").RunAsync()).AssertStatus(0);

        string[] open = _sandbox.Files.Read("file").Split('\n');
        Assert.DoesNotContain("0", open);
        Assert.Contains("1", open);
    }

    [Fact]
    public async Task The_lock_file_is_none_of_them()
    {
        string show = $"for f in /proc/$$/fd/*; do test $f -ef \"{_sandbox.LockFileOf("file")}\" && touch at${{f##*/}}; done; :";
        (await _sandbox.Shell($"\"$M\" run file -- sh -c '{show}' <&- >&- 2>&-").RunAsync()).AssertStatus(0);
        Assert.True(int.Parse(Assert.Single(_sandbox.Files.Entries)["at".Length..], CultureInfo.InvariantCulture) > 2);
    }
}
