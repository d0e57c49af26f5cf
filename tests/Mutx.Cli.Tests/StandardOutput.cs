namespace Mutx.Cli.Tests;

/// <summary>What can't be told is an error: a script that reads nothing must not read success.</summary>
public sealed class StandardOutput : IDisposable
{
    private readonly Sandbox _sandbox = new();

    public void Dispose() => _sandbox.Dispose();

    [Theory]
    [InlineData("--help", ">&-")]
    [InlineData("--help", ">/dev/full")]
    [InlineData("--version", ">/dev/full")]
    [InlineData("write --help", ">/dev/full")]
    [InlineData("file --json", ">&-")]
    [InlineData("file --json", ">/dev/full")]
    public async Task That_cannot_be_written_is_status_1(string arguments, string redirection)
    {
        ProgramResult result = await _sandbox.Shell($"echo x | \"$M\" {arguments} {redirection}").RunAsync();

        result.AssertStatus(1);
        Assert.Contains("standard output", result.Error);
        Assert.DoesNotContain("   at ", result.Error);
    }

    [Theory]
    [InlineData(">&-")]
    [InlineData(">/dev/full")]
    [InlineData(">&- 2>&-")]
    [InlineData("2>&-")]
    [InlineData("2>/dev/full")]
    public async Task That_is_not_needed_is_no_matter(string redirection)
    {
        (await _sandbox.Shell($"printf new | \"$M\" file {redirection}").RunAsync()).AssertStatus(0);

        Assert.Equal("new", _sandbox.Files.Read("file"));
        _sandbox.Files.AssertEntries("file");
    }

    [Theory]
    [InlineData("2>&-")]
    [InlineData("2>/dev/full")]
    [InlineData(">&- 2>&-")]
    public async Task An_error_that_cannot_be_told_keeps_its_status(string redirection)
    {
        (await _sandbox.Shell($"printf new | \"$M\" . {redirection}").RunAsync()).AssertStatus(1);
    }

    [Fact]
    public async Task With_every_descriptor_closed_no_file_of_ours_gets_their_numbers()
    {
        // A target that is opened as descriptor 1 or 2 would get the messages.
        _sandbox.Files.Write("source", "content");

        (await _sandbox.Shell("\"$M\" file -i source -v <&- >&- 2>&-").RunAsync()).AssertStatus(0);

        Assert.Equal("content", _sandbox.Files.Read("file"));
        Assert.Equal(0UL, FileState.Of(_sandbox.LockFileOf("file")).Size);
    }

    [Fact]
    public async Task A_reader_that_has_left_ends_it_quietly()
    {
        ProgramResult result = await _sandbox
            .Shell("{ \"$M\" --help; echo $? >&3; } 3>status | true; { \"$M\" file --json; } < /dev/null | true").RunAsync();

        Assert.Equal("", result.Error);
        Assert.DoesNotContain("134", _sandbox.Files.Read("status"));
    }
}
