using FsCheck;
using FsCheck.Fluent;
using Mutx.Cli.CommandLine;
using Mutx.Cli.Requests;

namespace Mutx.Tests.Cli;

public sealed class ArgumentPropertyTests
{
    /// <summary>What an argument can hold: anything but NUL.</summary>
    private static Gen<string> Text => ArbMap.Default.GeneratorFor<string>().Select(text => (text ?? "").Replace("\0", "", StringComparison.Ordinal));

    /// <summary>Words that mean something, pieces of them, and anything else.</summary>
    private static readonly Gen<string> Word = Gen.OneOf(
        Gen.Elements(
            "", "-", "--", "---", "-=", "--=", "=", "f", "write", "help", "wirte", "5", "5s", "0640", "absent", "full", "{}", "\uFFFD", "\ud800"),
        Gen.Elements(OptionTable.All).Select(option => option.Display),
        Gen.Elements(OptionTable.All.Where(option => option.ShortName != '\0')).Select(option => "-" + option.ShortName),
        from option in Gen.Elements(OptionTable.All)
        from text in Text
        select $"{option.Display}={text}",
        from letters in Gen.Elements("iqtvmhVb5x=é".ToCharArray()).ListOf()
        select "-" + string.Concat(letters),
        Text);

    private static readonly Arbitrary<string[]> Lines = Arb.From(Word.ArrayOf());

    [Fact]
    public void No_command_line_makes_the_parser_throw_and_each_gives_a_request_or_an_error() =>
        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(5_000),
            Prop.ForAll(Lines, line =>
            {
                ParseError? error = RawArguments.Check(line);
                Request? request = error is null ? RequestReader.Read(line, _ => null, out error) : null;
                return request is null == error is not null && error is null or { Message.Length: > 0, Hint.Length: > 0 };
            }));

    [Fact]
    public void No_value_of_an_option_makes_the_parser_throw() =>
        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(5_000),
            Prop.ForAll(Arb.From(Gen.Elements(OptionTable.All)), Arb.From(Text), (option, text) =>
            {
                string[] line = ["f", option.Display + "=" + text];
                ParseError? error = RawArguments.Check(line);
                Request? request = error is null ? RequestReader.Read(line, _ => null, out error) : null;
                return request is null == error is not null;
            }));

    [Fact]
    public void No_environment_makes_the_parser_throw() =>
        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(1_000),
            Prop.ForAll(Arb.From(Word), value =>
            {
                Request? request = RequestReader.Read(["f"], _ => value, out ParseError? error);
                return request is null == error is not null;
            }));

    [Fact]
    public void Nothing_is_dropped_wherever_the_options_stand()
    {
        string[][] options = [["--json"], ["-t", "5"], ["-v"], ["--mode=0640"], ["--stream"]];
        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(1_000),
            Prop.ForAll(Arb.From(Gen.Shuffle(options.Append(["OUT"]).ToArray())), parts =>
            {
                string[] line = [.. parts.SelectMany(part => part is ["OUT"] ? (string[])["write", "f"] : part)];
                ParsedArguments parsed = ArgumentParser.Parse(line, out ParseError? error);
                return error is null && parsed.Has(OptionId.Json) && parsed.Value(OptionId.Timeout) == "5"
                    && parsed.Has(OptionId.Verbose) && parsed.Value(OptionId.Mode) == "0640" && parsed.Has(OptionId.Stream)
                    && parsed.Operands is ["f"];
            }));
    }
}
