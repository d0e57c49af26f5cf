using System.Globalization;
using Mutx.Cli.CommandLine;
using Mutx.Cli.Exit;

namespace Mutx.Cli.Help;

/// <summary>What <c>--help</c> shows, made from the tables.</summary>
internal static class HelpText
{
    private const int OptionColumn = 32;
    private const int TermColumn = 20;

    /// <summary>The general help: the commands, and what holds for all of them.</summary>
    public static string ForProgram()
    {
        var layout = new HelpLayout();
        layout.Paragraph(ProgramVersion.Text + ": replaces files atomically and durably, under a lock that frees itself.");
        layout.Heading("Usage");
        foreach (CommandSpec command in CommandTable.All)
        {
            AddUsage(layout, command);
        }

        layout.Heading("Commands");
        foreach (CommandSpec command in CommandTable.All)
        {
            layout.Entry(command.Name, command.Summary, TermColumn);
        }

        layout.Paragraph("A first word that is no command is the OUTPUT of write. 'mutx COMMAND --help' shows the options of a command.");
        AddOptions(layout, "Options of every command", CommandId.Write, option => option.Commands.Length == 0);
        AddExamples(layout, CommandTable.All);
        AddStatusesAndEnvironment(layout);
        return layout.ToString();
    }

    /// <summary>The help of one command: everything about it.</summary>
    public static string ForCommand(CommandId id)
    {
        CommandSpec command = CommandTable.Get(id);
        var layout = new HelpLayout();
        layout.Heading("Usage");
        AddUsage(layout, command);
        foreach (string paragraph in command.Description)
        {
            layout.Paragraph(paragraph);
        }

        for (OptionGroup group = 0; group <= OptionGroup.General; group++)
        {
            AddOptions(layout, Title(group), id, option => option.Group == group && option.BelongsTo(id));
        }

        AddExamples(layout, [command]);
        AddStatusesAndEnvironment(layout);
        return layout.ToString();
    }

    private static void AddUsage(HelpLayout layout, CommandSpec command)
    {
        foreach (string usage in command.Usage)
        {
            layout.Line("mutx " + usage);
        }
    }

    private static void AddOptions(HelpLayout layout, string title, CommandId command, Predicate<OptionSpec> isWanted)
    {
        OptionSpec[] options = Array.FindAll(OptionTable.All, isWanted);
        if (options.Length == 0)
        {
            return;
        }

        layout.Heading(title);
        foreach (OptionSpec option in options)
        {
            layout.Entry(Term(option), Meaning(option, command), OptionColumn);
        }
    }

    private static string Term(OptionSpec option)
    {
        string name = (option.ShortName == '\0' ? "    " : $"-{option.ShortName}, ") + option.Display;
        return option.TakesValue ? $"{name} {option.ValueName}" : name;
    }

    private static string Meaning(OptionSpec option, CommandId command)
    {
        string meaning = option.Help;
        if (option.RequiredIn(command) is { } needed)
        {
            meaning += $"; needs {OptionTable.Get(needed).Display}";
        }

        if (option.DefaultIn(command) is { } usual)
        {
            meaning += $" [default: {usual}]";
        }

        return option.Environment is null ? meaning : $"{meaning} [env: {option.Environment}]";
    }

    private static void AddExamples(HelpLayout layout, CommandSpec[] commands)
    {
        layout.Heading("Examples");
        foreach (CommandSpec command in commands)
        {
            foreach (ExampleSpec example in command.Examples)
            {
                layout.Line(example.Line);
                layout.Line("    " + example.Meaning);
            }
        }
    }

    private static void AddStatusesAndEnvironment(HelpLayout layout)
    {
        layout.Heading("Exit status");
        foreach (ExitStatusSpec status in ExitStatusTable.All)
        {
            layout.Entry(((int)status.Status).ToString(CultureInfo.InvariantCulture), status.Meaning, column: 6);
        }

        layout.Heading("Environment (an option beats it)");
        foreach (EnvironmentSpec variable in EnvironmentTable.All)
        {
            layout.Entry(variable.Name, variable.Help, TermColumn);
        }
    }

    private static string Title(OptionGroup group) => group switch
    {
        OptionGroup.Input => "Input",
        OptionGroup.Checks => "Checks",
        OptionGroup.Lock => "Lock",
        OptionGroup.File => "File",
        OptionGroup.Backup => "Backup",
        OptionGroup.Sweep => "What is swept",
        OptionGroup.Queue => "Queue",
        OptionGroup.Feature => "Feature",
        OptionGroup.Report => "Report",
        _ => "General",
    };
}
