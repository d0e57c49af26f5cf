using Mutx.Cli.CommandLine;

namespace Mutx.Tests.Cli;

public sealed class ArgumentParserTests
{
    [Theory]
    [InlineData("f")]
    [InlineData("write f")]
    [InlineData("--json write f")]
    [InlineData("write --json f")]
    [InlineData("write f --json")]
    [InlineData("f --json")]
    [InlineData("--json f")]
    public void A_word_that_is_no_command_is_the_output_of_write(string line)
    {
        ParsedArguments parsed = Accept(line);

        Assert.Equal(CommandId.Write, parsed.Command);
        Assert.Equal(["f"], parsed.Operands);
        Assert.Equal(line.Contains("--json", StringComparison.Ordinal), parsed.Has(OptionId.Json));
    }

    [Theory]
    [InlineData("write write", "write")]
    [InlineData("write help", "help")]
    [InlineData("./write", "./write")]
    [InlineData("write ./-name", "./-name")]
    public void A_file_named_like_a_command_can_be_written(string line, string output) =>
        Assert.Equal([output], Accept(line).Operands);

    [Theory]
    [InlineData("f --timeout=500")]
    [InlineData("f --timeout 500")]
    [InlineData("f -t500")]
    [InlineData("f -t 500")]
    [InlineData("-t 500 f")]
    [InlineData("-t500 write f")]
    [InlineData("write --timeout 500 f")]
    [InlineData("f -vt500")]
    [InlineData("-vt 500 f")]
    public void A_value_may_be_attached_or_stand_alone(string line) =>
        Assert.Equal("500", Accept(line).Value(OptionId.Timeout));

    [Fact]
    public void A_value_may_look_like_an_option()
    {
        ParsedArguments parsed = Accept("f -i -x --lock-dir --json");

        Assert.Equal("-x", parsed.Value(OptionId.Input));
        Assert.Equal("--json", parsed.Value(OptionId.LockDirectory));
        Assert.False(parsed.Has(OptionId.Json));
    }

    [Fact]
    public void A_value_may_contain_an_equals_sign() =>
        Assert.Equal("a=b", Accept("f --lock-dir=a=b").Value(OptionId.LockDirectory));

    [Theory]
    [InlineData("f -vv")]
    [InlineData("f -v -v")]
    [InlineData("-v write -v f")]
    [InlineData("f --verbose -v")]
    public void Verbose_may_be_repeated(string line) => Assert.Equal(2, Accept(line).Count(OptionId.Verbose));

    [Fact]
    public void What_follows_two_dashes_is_the_child_command_untouched()
    {
        ParsedArguments parsed = Accept("f --json -- cmd --json -- -x");

        Assert.Equal(["f"], parsed.Operands);
        Assert.Equal(["cmd", "--json", "--", "-x"], parsed.ChildCommand!);
    }

    [Theory]
    [InlineData("", "no OUTPUT given: mutx OUTPUT [OPTION...]")]
    [InlineData("write", "no OUTPUT given: mutx OUTPUT [OPTION...]")]
    [InlineData("--json", "no OUTPUT given: mutx OUTPUT [OPTION...]")]
    [InlineData("f --", "no COMMAND given after '--'")]
    [InlineData("--bogus f", "unknown option '--bogus'")]
    [InlineData("f --tiemout 5", "unknown option '--tiemout'; did you mean '--timeout'?")]
    [InlineData("f --time=5", "unknown option '--time'; did you mean '--timeout'?")]
    [InlineData("f --no-wiat", "unknown option '--no-wiat'; did you mean '--no-wait'?")]
    [InlineData("f --=x", "unknown option '--=x'")]
    [InlineData("f ---", "unknown option '---'")]
    [InlineData("f -x", "unknown option '-x'")]
    [InlineData("f -vx", "unknown option '-x' in '-vx'")]
    [InlineData("f -json", "unknown option '-j' in '-json'; did you mean '--json'?")]
    [InlineData("f -é", "unknown option '-é'")]
    [InlineData("f -5", "unknown option '-5'")]
    [InlineData("f --json=yes", "option '--json' takes no value")]
    [InlineData("f -t", "option '--timeout' needs a value: --timeout TIME")]
    [InlineData("f --timeout", "option '--timeout' needs a value: --timeout TIME")]
    [InlineData("f -t -- cmd", "option '--timeout' needs a value: --timeout TIME")]
    [InlineData("f -t 1 -t 2", "option '--timeout' is given twice")]
    [InlineData("--json write --json f", "option '--json' is given twice")]
    [InlineData("-", "'-' is no OUTPUT; a file of that name is written './-'")]
    [InlineData("write -", "'-' is no OUTPUT; a file of that name is written './-'")]
    [InlineData("a b", "unexpected 'b' after OUTPUT 'a'")]
    [InlineData("a write b", "unexpected 'write' after OUTPUT 'a'")]
    [InlineData("wirte f", "unexpected 'f' after OUTPUT 'wirte'; did you mean 'write'?")]
    [InlineData("write wirte f", "unexpected 'f' after OUTPUT 'wirte'")]
    [InlineData("f --wait --no-wait", "options '--wait' and '--no-wait' contradict each other")]
    [InlineData("f --max-poll-interval 5", "option '--max-poll-interval' needs '--timeout'")]
    [InlineData("f -i g -- cmd", "option '--input' and a COMMAND after '--' contradict each other")]
    [InlineData("f -qv", "options '--verbose' and '--quiet' contradict each other")]
    [InlineData("help -i x", "option '--input' belongs to 'mutx write', not to 'mutx help'")]
    [InlineData("help a b", "unexpected 'b' after COMMAND 'a'")]
    public void What_is_wrong_is_said(string line, string message) => Assert.Equal(message, Refuse(line).Message);

    [Theory]
    [InlineData("-- cmd")]
    [InlineData("write -- cmd")]
    [InlineData("-- -name")]
    public void A_command_without_an_output_says_how_to_name_a_file_with_a_dash(string line) =>
        Assert.Contains("'./-name'", Refuse(line).Message, StringComparison.Ordinal);

    [Fact]
    public void An_empty_output_is_refused()
    {
        ArgumentParser.Parse([""], out ParseError? error);
        Assert.Equal("OUTPUT is empty", error!.Message);
    }

    [Fact]
    public void An_empty_child_command_is_refused()
    {
        ArgumentParser.Parse(["f", "--", ""], out ParseError? error);
        Assert.Equal("the COMMAND after '--' is empty", error!.Message);
    }

    [Theory]
    [InlineData("write --bogus", "try 'mutx write --help'")]
    [InlineData("--bogus", "try 'mutx --help'")]
    [InlineData("help -i x", "try 'mutx help --help'")]
    public void The_hint_leads_to_the_help_that_fits(string line, string hint) => Assert.Equal(hint, Refuse(line).Hint);

    [Theory]
    [InlineData("--help")]
    [InlineData("-h write")]
    [InlineData("write --help")]
    [InlineData("f -h --wait --no-wait")]
    [InlineData("-h --bogus")]
    public void Help_needs_nothing_else_to_be_right(string line) => Assert.True(Accept(line).Has(OptionId.Help));

    [Fact]
    public void An_error_before_help_is_asked_for_is_told() =>
        Assert.Equal("unknown option '--bogus'", Refuse("--bogus --help").Message);

    private static ParsedArguments Accept(string line)
    {
        ParsedArguments parsed = ArgumentParser.Parse(Split(line), out ParseError? error);
        Assert.Null(error?.Message);
        return parsed;
    }

    private static ParseError Refuse(string line)
    {
        ArgumentParser.Parse(Split(line), out ParseError? error);
        Assert.NotNull(error);
        return error;
    }

    private static string[] Split(string line) => line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
