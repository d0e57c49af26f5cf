using Mutx.Cli.CommandLine;

namespace Mutx.Cli.Requests;

/// <summary>From arguments and environment to what the user asks for. Pure: nothing is done here.</summary>
internal static class RequestReader
{
    /// <summary>Understands the arguments.</summary>
    /// <param name="arguments">The arguments, without the program's name.</param>
    /// <param name="environment">Gives an environment variable; null where it is unset or empty.</param>
    /// <param name="error">Why they make no sense, or null.</param>
    /// <returns>The request; null if there is an error.</returns>
    public static Request? Read(string[] arguments, Func<string, string?> environment, out ParseError? error)
    {
        ParsedArguments parsed = ArgumentParser.Parse(arguments, out error);
        if (error is not null)
        {
            return null;
        }

        if (parsed.Has(OptionId.Help))
        {
            return new HelpRequest(parsed.Command);
        }

        return parsed.Has(OptionId.Version) ? new VersionRequest() : ReadCommand(parsed, environment, out error);
    }

    /// <summary>Whether errors are to be JSON even if the arguments can't be parsed: what the user typed counts.</summary>
    public static bool WantsJson(string[] arguments)
    {
        string json = OptionTable.Get(OptionId.Json).Display;
        foreach (string argument in arguments)
        {
            if (argument is "--" || argument == json)
            {
                return argument == json;
            }
        }

        return false;
    }

    private static Request? ReadCommand(ParsedArguments parsed, Func<string, string?> environment, out ParseError? error)
    {
        CommandId command = parsed.Command ?? CommandId.Write;
        var values = new ValueReader(parsed, command, environment);
        Request? request = command switch
        {
            CommandId.Write => WriteReader.Read(parsed, values),
            CommandId.Update => WriteReader.ReadUpdate(parsed, values),
            CommandId.Run => RunReader.Read(parsed, values),
            CommandId.Status => StatusReader.Read(parsed, values),
            CommandId.Share => ShareReader.Read(parsed, values),
            CommandId.Backups => BackupReader.ReadList(parsed, values),
            CommandId.Restore => BackupReader.ReadRestore(parsed, values),
            CommandId.Housekeep => HousekeepReader.Read(parsed, values),
            CommandId.Queue => QueueReader.Read(parsed, values, environment),
            CommandId.Feature => FeatureReader.Read(parsed, values),
            CommandId.Help => ReadHelp(parsed, values),
            _ => throw new ArgumentOutOfRangeException(nameof(parsed), command, "a command that nobody reads"),
        };
        error = values.Error;
        return error is null ? request : null;
    }

    private static HelpRequest? ReadHelp(ParsedArguments parsed, ValueReader values)
    {
        if (parsed.Operands.Count == 0)
        {
            return new HelpRequest(null);
        }

        string name = parsed.Operands[0];
        if (CommandTable.Find(name) is { } command)
        {
            return new HelpRequest(command.Id);
        }

        values.Fail($"there is no command '{name}'" + Spelling.DidYouMean(name, Spelling.CommandNames()));
        return null;
    }
}
