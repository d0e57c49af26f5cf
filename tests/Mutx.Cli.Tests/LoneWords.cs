namespace Mutx.Cli.Tests;

/// <summary>A word that stands alone and was probably meant as a command creates no file.</summary>
public sealed class LoneWords : IDisposable
{
    private readonly Sandbox _sandbox = new();

    public void Dispose() => _sandbox.Dispose();

    [Theory]
    [InlineData("hlep", "mutx help")]
    [InlineData("statuss", "mutx status")]
    [InlineData("stats", "mutx status")]
    [InlineData("Run", "mutx run")]
    [InlineData("version", "mutx --version")]
    [InlineData("completions", "mutx --help")]
    [InlineData("list", "mutx status")]
    [InlineData("init", "mutx --help")]
    [InlineData("config", "mutx --help")]
    public async Task That_look_like_a_command_are_refused_with_both_spellings(string word, string meant)
    {
        foreach (string[] line in new string[][] { [word], ["-v", word], [word, "--stream"] })
        {
            foreach (string input in new[] { "", "some" })
            {
                (await _sandbox.Mutx(line).Input(input).RunAsync()).AssertError(1, $"'{word}'", $"'{meant}'", $"mutx write {word}");
            }
        }

        _sandbox.Files.AssertEntries();
    }

    [Fact]
    public async Task Are_refused_before_anything_is_read()
    {
        using RunningProgram running = _sandbox.Mutx("hlep").Start();
        (await running.WaitAsync()).AssertError(1, "mutx help");
    }

    [Fact]
    public async Task Are_files_where_there_is_one_or_something_says_so()
    {
        _sandbox.Files.Write("version", "old");
        (await _sandbox.Mutx("version").Input("new").RunAsync()).AssertSilentSuccess();
        (await _sandbox.Mutx("write", "hlep").Input("new").RunAsync()).AssertSilentSuccess();
        (await _sandbox.Mutx("./statuss").Input("new").RunAsync()).AssertSilentSuccess();
        (await _sandbox.Mutx("list", "-i", "version").RunAsync()).AssertSilentSuccess();
        (await _sandbox.Mutx("config", "--", "echo", "new").RunAsync()).AssertSilentSuccess();
        (await _sandbox.Mutx("config.json").Input("new").RunAsync()).AssertSilentSuccess();
        Assert.Equal("new", _sandbox.Files.Read("version"));
        _sandbox.Files.AssertEntries("config", "config.json", "hlep", "list", "statuss", "version");
    }
}
