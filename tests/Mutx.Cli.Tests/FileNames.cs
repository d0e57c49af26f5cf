namespace Mutx.Cli.Tests;

public sealed class FileNames : IDisposable
{
    private readonly Sandbox _sandbox = new();

    public void Dispose() => _sandbox.Dispose();

    public static TheoryData<string> UsableNames => new()
    {
        "with space",
        " leading and trailing ",
        "two\nlines",
        "tab\tand\rreturn",
        "quote'\"`$(x)",
        "back\\slash",
        "grün-ファイル-🔒",
        "name.lock",
        "...",
        "*",
        "{}",
        "%s%n",
        new string('n', 255),
        new string('ä', 127),
    };

    [Theory]
    [MemberData(nameof(UsableNames))]
    public async Task A_name_that_the_system_takes_is_written(string name)
    {
        (await _sandbox.Mutx("write", name).Input("new").RunAsync()).AssertSilentSuccess();
        (await _sandbox.Mutx("write", name).Input("newer").RunAsync()).AssertSilentSuccess();

        Assert.Equal("newer", _sandbox.Files.Read(name));
        _sandbox.Files.AssertEntries(name);
        Assert.Equal([_sandbox.LockFileOf(name)], Directory.GetFiles(_sandbox.LockDirectory));
    }

    [Theory]
    [InlineData("write", "./-dash")]
    [InlineData("./-dash")]
    public async Task A_name_that_begins_with_a_dash_is_written_behind_dot_slash(params string[] arguments)
    {
        (await _sandbox.Mutx(arguments).Input("x").RunAsync()).AssertSilentSuccess();

        _sandbox.Files.AssertEntries("-dash");
    }

    [Fact]
    public async Task A_name_of_256_bytes_is_a_clear_error()
    {
        string name = new('n', 256);

        (await _sandbox.Mutx(name).Input("x").RunAsync()).AssertError(1, name, "too long");

        _sandbox.Files.AssertEntries();
    }

    [Fact]
    public async Task A_name_that_is_no_utf8_is_a_clear_error_and_nothing_is_created()
    {
        ProgramResult result = await _sandbox.Shell("""echo x | "$M" "$(printf 'bad\377name')" """).RunAsync();

        result.AssertError(1, "UTF-8", "bad");
        _sandbox.Files.AssertEntries();
    }

    [Fact]
    public async Task A_single_dash_is_refused_since_it_could_mean_standard_output()
    {
        (await _sandbox.Mutx("-").Input("x").RunAsync()).AssertError(1, "./-");
        (await _sandbox.Mutx("write", "-").Input("x").RunAsync()).AssertError(1, "./-");

        _sandbox.Files.AssertEntries();
    }

    [Theory]
    [InlineData("")]
    [InlineData("new/")]
    [InlineData(".")]
    [InlineData("..")]
    [InlineData("/")]
    public async Task A_path_that_names_no_file_is_refused(string path)
    {
        (await _sandbox.Mutx("write", path).Input("x").RunAsync()).AssertError(1);

        _sandbox.Files.AssertEntries();
    }

    [Fact]
    public async Task Messages_show_a_line_break_in_a_name_so_that_they_stay_one_line()
    {
        _sandbox.Files.MakeDirectory("two\nlines");

        ProgramResult result = await _sandbox.Mutx("two\nlines").Input("x").RunAsync();

        result.AssertError(1, "directory");
        Assert.DoesNotContain("two\nlines", result.Error);
    }
}
