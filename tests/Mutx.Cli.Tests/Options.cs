namespace Mutx.Cli.Tests;

/// <summary>How options are written, and what is said about wrong ones. Nothing is ever silently dropped.</summary>
public sealed class Options : IDisposable
{
    private readonly Sandbox _sandbox = new();

    public void Dispose() => _sandbox.Dispose();

    [Theory]
    [InlineData("file", "--mode", "0600")]
    [InlineData("file", "--mode=0600")]
    [InlineData("file", "-m", "0600")]
    [InlineData("file", "-m0600")]
    [InlineData("--mode", "0600", "file")]
    [InlineData("--mode=0600", "write", "file")]
    [InlineData("-m", "0600", "write", "file")]
    [InlineData("write", "-m0600", "file")]
    [InlineData("write", "--mode", "0600", "file")]
    [InlineData("write", "file", "--mode", "0600")]
    [InlineData("-q", "write", "-m", "0600", "file", "--if-changed")]
    [InlineData("-qm0600", "file")]
    public async Task An_option_counts_wherever_it_stands_and_however_it_is_written(params string[] arguments)
    {
        (await _sandbox.Mutx(arguments).Input("x").RunAsync()).AssertSilentSuccess();

        Assert.Equal("600", FileState.Of(_sandbox.Files["file"]).Octal);
        _sandbox.Files.AssertEntries("file");
    }

    [Theory]
    [InlineData("--no-wait", "write", "file")]
    [InlineData("write", "--no-wait", "file")]
    [InlineData("write", "file", "--no-wait")]
    [InlineData("--timeout=0", "file")]
    public async Task An_option_in_front_of_write_is_not_dropped(params string[] arguments)
    {
        using ForeignLock held = _sandbox.HoldLockOf("file");

        (await _sandbox.Mutx(arguments).Input("x").RunAsync()).AssertError(2);
    }

    [Theory]
    [InlineData("--wait", "--no-wait")]
    [InlineData("--no-wait", "--timeout=5s")]
    [InlineData("--quiet", "--verbose")]
    [InlineData("--preserve-owner", "--try-preserve-owner")]
    [InlineData("--mode=600", "--no-preserve-mode")]
    [InlineData("--lock-file=l", "--lock-dir=.")]
    public async Task Two_options_that_exclude_each_other_are_an_error_that_names_both(string one, string other)
    {
        (await _sandbox.Mutx("file", one, other).Input("x").RunAsync()).AssertError(1, one.Split('=')[0], other.Split('=')[0]);
        (await _sandbox.Mutx(other, "write", "file", one).Input("x").RunAsync()).AssertError(1, one.Split('=')[0], other.Split('=')[0]);

        _sandbox.Files.AssertEntries();
    }

    [Fact]
    public async Task An_option_that_needs_another_says_which()
    {
        (await _sandbox.Mutx("file", "--max-poll-interval", "100").Input("x").RunAsync()).AssertError(1, "--max-poll-interval", "--timeout");

        _sandbox.Files.AssertEntries();
    }

    [Theory]
    [InlineData("--no-wiat", "--no-wait")]
    [InlineData("--tiemout=5", "--timeout")]
    [InlineData("--if-change", "--if-changed")]
    [InlineData("--mod=600", "--mode")]
    [InlineData("--followsymlinks", "--follow-symlinks")]
    public async Task A_mistyped_option_proposes_the_nearest(string mistyped, string nearest)
    {
        ProgramResult result = await _sandbox.Mutx("file", mistyped).Input("x").RunAsync();

        result.AssertError(1, mistyped.Split('=')[0], nearest);
        _sandbox.Files.AssertEntries();
    }

    [Theory]
    [InlineData("--nothing-like-it")]
    [InlineData("-Z")]
    [InlineData("-qZ")]
    [InlineData("---")]
    public async Task An_unknown_option_is_an_error_that_names_it(string option)
    {
        (await _sandbox.Mutx("file", option).Input("x").RunAsync()).AssertError(1, option.TrimStart('-', 'q'), "--help");

        _sandbox.Files.AssertEntries();
    }

    [Theory]
    [InlineData("--timeout")]
    [InlineData("-t")]
    [InlineData("--mode")]
    [InlineData("--lock-file")]
    [InlineData("--input")]
    public async Task An_option_without_its_value_is_an_error_that_names_it(string option)
    {
        (await _sandbox.Mutx("file", option).Input("x").RunAsync()).AssertError(1, option);

        _sandbox.Files.AssertEntries();
    }

    [Theory]
    [InlineData("--no-wait=yes")]
    [InlineData("--stream=")]
    public async Task A_value_for_an_option_that_takes_none_is_an_error(string option)
    {
        (await _sandbox.Mutx("file", option).Input("x").RunAsync()).AssertError(1, option.Split('=')[0]);

        _sandbox.Files.AssertEntries();
    }

    [Theory]
    [InlineData("--timeout=soon")]
    [InlineData("--timeout=-1")]
    [InlineData("--timeout=")]
    [InlineData("--timeout=5 s")]
    [InlineData("--timeout=5x")]
    [InlineData("--timeout=1h30")]
    [InlineData("--timeout=99999999999999999999")]
    [InlineData("--timeout=9223372036854775807h")]
    [InlineData("--timeout=NaN")]
    [InlineData("--timeout=1.s")]
    [InlineData("--timeout=.5s")]
    [InlineData("--timeout=5")]
    [InlineData("--timeout=99")]
    [InlineData("--timeout=1.5")]
    [InlineData("--max-poll-interval=20")]
    [InlineData("--max-poll-interval=x")]
    [InlineData("--durability=most")]
    [InlineData("--lock-method=magic")]
    public async Task A_value_that_makes_no_sense_is_an_error_that_names_it(string option)
    {
        string[] parts = option.Split('=', 2);
        string[] needed = parts[0] == "--max-poll-interval" ? ["--timeout=5s"] : [];

        (await _sandbox.Mutx(["file", option, .. needed]).Input("x").RunAsync()).AssertError(1, parts);

        _sandbox.Files.AssertEntries();
    }

    [Theory]
    [InlineData("250")]
    [InlineData("250ms")]
    [InlineData("100")]
    [InlineData("0.5s")]
    [InlineData("1.25m")]
    [InlineData("1w")]
    [InlineData("5s")]
    [InlineData("2m")]
    [InlineData("1h")]
    public async Task Every_form_of_a_time_is_understood(string time)
    {
        (await _sandbox.Mutx("file", "-t", time, "--max-poll-interval", time).Input("x").RunAsync()).AssertSilentSuccess();
    }

    [Theory]
    [InlineData("second", "file", "second")]
    [InlineData("second", "write", "file", "second")]
    [InlineData("write", "./a", "write", "./b")]
    public async Task A_second_output_is_an_error_and_neither_is_written(string unexpected, params string[] arguments)
    {
        (await _sandbox.Mutx(arguments).Input("x").RunAsync()).AssertError(1, $"'{unexpected}'");

        _sandbox.Files.AssertEntries();
    }

    [Fact]
    public async Task Without_any_argument_it_says_how_to_use_it()
    {
        ProgramResult result = await _sandbox.Mutx().RunAsync();

        result.AssertStatus(1);
        Assert.Contains("mutx", result.Error);
        Assert.Contains("--help", result.Error);
        (await _sandbox.Mutx("write").RunAsync()).AssertError(1, "OUTPUT");
    }

    [Fact]
    public async Task Every_durability_and_lock_method_that_is_documented_is_taken()
    {
        foreach (string option in (string[])["--durability=full", "--durability=file", "--durability=none", "--lock-method=auto", "--lock-method=kernel"])
        {
            (await _sandbox.Mutx("file", option).Input(option).RunAsync()).AssertSilentSuccess();
            Assert.Equal(option, _sandbox.Files.Read("file"));
        }

        (await _sandbox.Mutx("file").With("MUTX_LOCK_METHOD", "kernel").Input("x").RunAsync()).AssertSilentSuccess();
        (await _sandbox.Mutx("file").With("MUTX_LOCK_METHOD", "magic").Input("x").RunAsync()).AssertError(1, "MUTX_LOCK_METHOD", "magic");
    }
}
