using Mutx.Cli.CommandLine;
using Mutx.Cli.Exit;
using Mutx.Cli.Help;
using Mutx.Primitives;

namespace Mutx.Tests.Cli;

public sealed class TableTests
{
    public static TheoryData<string> Options => [.. OptionTable.All.Select(option => option.Name)];

    public static TheoryData<string> Commands => [.. CommandTable.All.Select(command => command.Name)];

    [Fact]
    public void Every_option_stands_at_the_index_of_its_id() =>
        Assert.Equal(Enum.GetValues<OptionId>(), OptionTable.All.Select(option => option.Id));

    [Fact]
    public void Every_command_stands_at_the_index_of_its_id() =>
        Assert.Equal(Enum.GetValues<CommandId>(), CommandTable.All.Select(command => command.Id));

    [Fact]
    public void No_two_options_share_a_name()
    {
        Assert.Distinct(OptionTable.All.Select(option => option.Name));
        Assert.Distinct(OptionTable.All.Select(option => option.ShortName).Where(letter => letter != '\0'));
    }

    [Theory]
    [MemberData(nameof(Options))]
    public void Every_option_has_a_help_line_without_a_full_stop(string name)
    {
        OptionSpec option = OptionTable.FindLong(name)!;

        Assert.NotEmpty(option.Help);
        Assert.DoesNotMatch(@"\.$|^[A-Z][a-z]|\s\s", option.Help);
    }

    [Theory]
    [MemberData(nameof(Options))]
    public void An_option_that_takes_a_value_names_it_and_no_other_does(string name)
    {
        OptionSpec option = OptionTable.FindLong(name)!;

        Assert.Equal(option.TakesValue, option.ValueName.Length > 0);
        Assert.Equal(option.Kind == ValueKind.Choice, option.Choices.Length > 0);
        Assert.True(option.TakesValue || option.Default is null);
    }

    [Theory]
    [MemberData(nameof(Options))]
    public void Conflicts_hold_from_both_sides_and_never_with_oneself(string name)
    {
        OptionSpec option = OptionTable.FindLong(name)!;

        Assert.DoesNotContain(option.Id, option.ConflictsWith);
        Assert.All(option.ConflictsWith, other =>
        {
            Assert.True(OptionTable.AreInConflict(option, OptionTable.Get(other)));
            Assert.True(OptionTable.AreInConflict(OptionTable.Get(other), option));
            Assert.NotEqual(other, option.Requires);
        });
    }

    [Theory]
    [MemberData(nameof(Options))]
    public void Options_in_conflict_are_refused_in_either_order_by_both_names(string name)
    {
        OptionSpec option = OptionTable.FindLong(name)!;
        foreach (OptionSpec other in option.ConflictsWith.Select(OptionTable.Get))
        {
            string[] command = option.BelongsTo(CommandId.Write) ? [] : [CommandTable.Get(option.Commands[0]).Name];
            string[][] lines = [[.. command, "f", .. Typed(option), .. Typed(other)], [.. command, "f", .. Typed(other), .. Typed(option)]];
            foreach (string[] line in lines)
            {
                ArgumentParser.Parse(line, out ParseError? error);
                Assert.Contains($"'{option.Display}'", error!.Message, StringComparison.Ordinal);
                Assert.Contains($"'{other.Display}'", error.Message, StringComparison.Ordinal);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public void Every_command_explains_itself(string name)
    {
        CommandSpec command = CommandTable.Find(name)!;

        Assert.NotEmpty(command.Summary);
        Assert.NotEmpty(command.Usage);
        Assert.NotEmpty(command.Description);
        Assert.NotEmpty(command.Examples);
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public void The_help_of_a_command_names_all_it_takes_within_100_columns(string name)
    {
        CommandSpec command = CommandTable.Find(name)!;
        string help = HelpText.ForCommand(command.Id);

        AssertFits(help);
        Assert.All(OptionTable.All.Where(option => option.BelongsTo(command.Id)),
            option => Assert.Contains($"{option.Display} {option.ValueName}".TrimEnd(), help, StringComparison.Ordinal));
        Assert.All(OptionTable.All.Where(option => !option.BelongsTo(command.Id)),
            option => Assert.DoesNotContain($"      {option.Display} ", help, StringComparison.Ordinal));
        AssertCommonParts(help);
    }

    [Fact]
    public void The_general_help_names_every_command_within_100_columns()
    {
        string help = HelpText.ForProgram();

        AssertFits(help);
        Assert.All(CommandTable.All, command => Assert.Contains($"\n  {command.Name} ", help, StringComparison.Ordinal));
        AssertCommonParts(help);
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public void Every_example_is_a_command_line_that_parses(string name)
    {
        foreach (ExampleSpec example in CommandTable.Find(name)!.Examples)
        {
            int start = example.Line.IndexOf("mutx ", StringComparison.Ordinal) + 5;
            string[] words = example.Line[start..].Replace("'jq empty'", "'jq_empty'", StringComparison.Ordinal).Split(' ');
            ArgumentParser.Parse(words, out ParseError? error);
            Assert.Null(error?.Message);
        }
    }

    [Fact]
    public void Every_error_has_an_exit_status_of_the_table() =>
        Assert.All(Enum.GetValues<MutxError>(), error =>
            Assert.Contains(ExitStatusTable.All, spec => spec.Status == ExitStatusTable.For(error)));

    [Fact]
    public void An_error_that_nobody_thought_of_has_none() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => ExitStatusTable.For((MutxError)int.MaxValue));

    [Fact]
    public void Every_exit_status_has_a_meaning() =>
        Assert.Equal(Enum.GetValues<ExitStatus>(), ExitStatusTable.All.Select(spec => spec.Status));

    [Fact]
    public void The_version_is_that_of_the_build() =>
        Assert.Equal(ProgramVersion.Number, typeof(ProgramVersion).Assembly.GetName().Version!.ToString(3));

    [Fact]
    public void The_option_that_asks_for_the_version_is_that_of_the_table() =>
        Assert.Equal(ProgramVersion.Option, OptionTable.Get(OptionId.Version).Display);

    private static string[] Typed(OptionSpec option) => option.TakesValue ? [option.Display, "x"] : [option.Display];

    private static void AssertFits(string help) =>
        Assert.All(help.Split('\n'), line => Assert.InRange(line.Length, 0, 100));

    private static void AssertCommonParts(string help)
    {
        Assert.All(ExitStatusTable.All, spec => Assert.Contains(spec.Meaning, help, StringComparison.Ordinal));
        Assert.All(EnvironmentTable.All, variable => Assert.Contains(variable.Name, help, StringComparison.Ordinal));
    }
}
