namespace Mutx.Cli.CommandLine;

/// <summary>What must hold of a command line as a whole, by the tables.</summary>
internal static class ArgumentRules
{
    private const string NoCommand = "no COMMAND given after '--'";

    /// <summary>The first rule that is broken, or null.</summary>
    public static ParseError? Check(ParsedArguments parsed)
    {
        CommandSpec command = CommandTable.Get(parsed.Command ?? CommandId.Write);
        string? problem = CheckOptions(parsed, command) ?? CheckOperands(parsed, command);
        return problem is null ? null : new ParseError(problem, parsed.Command);
    }

    private static string? CheckOptions(ParsedArguments parsed, CommandSpec command)
    {
        foreach (OptionSpec option in OptionTable.All)
        {
            if (parsed.Has(option.Id) && CheckOption(parsed, command, option) is { } problem)
            {
                return problem;
            }
        }

        return null;
    }

    private static string? CheckOption(ParsedArguments parsed, CommandSpec command, OptionSpec option)
    {
        if (!option.BelongsTo(command.Id))
        {
            return $"option '{option.Display}' belongs to {Owners(option)}, not to 'mutx {command.Name}'";
        }

        foreach (OptionSpec other in OptionTable.All)
        {
            if (parsed.Has(other.Id) && OptionTable.AreInConflict(option, other))
            {
                return $"options '{option.Display}' and '{other.Display}' contradict each other";
            }
        }

        if (option.RequiredIn(command.Id) is { } needed && !parsed.Has(needed))
        {
            return $"option '{option.Display}' needs '{OptionTable.Get(needed).Display}'";
        }

        return option.ExcludesChildCommand && parsed.ChildCommand is not null
            ? $"option '{option.Display}' and a COMMAND after '--' contradict each other"
            : null;
    }

    private static string Owners(OptionSpec option) =>
        string.Join(", ", Array.ConvertAll(option.Commands, id => $"'mutx {CommandTable.Get(id).Name}'"));

    private static string? CheckOperands(ParsedArguments parsed, CommandSpec command)
    {
        for (int i = parsed.Operands.Count; i < command.Operands.Length; i++)
        {
            if (command.Operands[i].IsRequired)
            {
                return Missing(parsed, command, command.Operands[i]);
            }
        }

        if (parsed.ChildCommand is null)
        {
            return command.ChildCommand == ChildCommandUse.Required ? NoCommand : null;
        }

        return parsed.ChildCommand.Length == 0 ? NoCommand
            : parsed.ChildCommand[0].Length == 0 ? "the COMMAND after '--' is empty"
            : null;
    }

    private static string Missing(ParsedArguments parsed, CommandSpec command, OperandSpec operand) =>
        parsed.ChildCommand is null
            ? $"no {operand.Name} given: mutx {command.Usage[0]}"
            : $"no {operand.Name} given before '--'; what follows it is a COMMAND, and a name that begins with a dash "
                + "is written './-name'";
}
