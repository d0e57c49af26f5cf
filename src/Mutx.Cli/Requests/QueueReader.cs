using Mutx.Cli.CommandLine;
using Mutx.Primitives;

namespace Mutx.Cli.Requests;

/// <summary>Reads what <c>queue</c> is asked to do.</summary>
internal static class QueueReader
{
    /// <summary>Every action at the index of its value, with how many words follow it: at least, and at most.</summary>
    private static readonly (string Name, int Least, int Most)[] Actions =
    [
        ("create", 1, 1),
        ("add", 1, 1),
        ("list", 0, 1),
        ("show", 2, 2),
        ("remove", 2, 2),
        ("move", 3, 3),
        ("pause", 1, 1),
        ("resume", 1, 1),
        ("run", 1, 1),
    ];

    private static readonly string[] Words = ["QUEUE", "ID", "N"];

    public static string NameOf(QueueAction action) => Actions[(int)action].Name;

    public static QueueRequest? Read(ParsedArguments parsed, ValueReader values, Func<string, string?> environment)
    {
        IReadOnlyList<string> operands = parsed.Operands;
        int index = Array.FindIndex(Actions, action => action.Name == operands[0]);
        if (index < 0)
        {
            string[] names = Array.ConvertAll(Actions, action => action.Name);
            values.Fail($"'{operands[0]}' is nothing to do with a queue; there are {string.Join(", ", names)}"
                + Spelling.DidYouMean(operands[0], [.. names]));
            return null;
        }

        var action = (QueueAction)index;
        CheckWords(action, parsed, values);
        CheckOptions(action, values);
        string directory = values.Place(OptionId.QueueDirectory) ?? DefaultDirectory(environment, values);
        return new QueueRequest
        {
            Action = action,
            Directory = directory,
            Queue = operands.Count > 1 ? Name(operands[1], "queue", values) : null,
            Id = operands.Count > 2 ? Name(operands[2], "command", values) : null,
            Position = operands.Count > 3 ? values.Positive(operands[3], "N") : values.Positive(OptionId.At),
            Command = parsed.ChildCommand,
            Timeout = values.Duration(OptionId.Timeout),
            Workers = values.Positive(OptionId.Workers) ?? 1,
            Follow = values.Has(OptionId.Follow),
            StopOnFailure = values.Has(OptionId.StopOnFailure),
            Report = ReportReader.Read(values),
        };
    }

    private static void CheckWords(QueueAction action, ParsedArguments parsed, ValueReader values)
    {
        (string name, int least, int most) = Actions[(int)action];
        int given = parsed.Operands.Count - 1;
        if (given < least)
        {
            values.Fail($"'queue {name}' needs {Words[given]}");
        }
        else if (given > most)
        {
            values.Fail($"'queue {name}' takes no '{parsed.Operands[most + 1]}'");
        }
        else if (action == QueueAction.Add && parsed.ChildCommand is null)
        {
            values.Fail("'queue add' needs a command: mutx queue add QUEUE -- COMMAND [ARG...]");
        }
        else if (action != QueueAction.Add && parsed.ChildCommand is not null)
        {
            values.Fail($"'queue {name}' takes no COMMAND");
        }
    }

    private static void CheckOptions(QueueAction action, ValueReader values)
    {
        foreach ((OptionId option, QueueAction owner) in ((OptionId, QueueAction)[])
        [
            (OptionId.At, QueueAction.Add),
            (OptionId.Workers, QueueAction.Run),
            (OptionId.Follow, QueueAction.Run),
            (OptionId.StopOnFailure, QueueAction.Run),
        ])
        {
            if (values.Has(option) && action != owner)
            {
                values.Fail($"option '{OptionTable.Get(option).Display}' belongs to 'queue {NameOf(owner)}', not to 'queue {NameOf(action)}'");
            }
        }
    }

    private static string Name(string text, string what, ValueReader values)
    {
        if (!ResourceName.IsValid(text))
        {
            values.Fail($"'{text}' is no name of a {what}: it may have {ResourceName.Rule}");
        }

        return text;
    }

    /// <summary>As the XDG base directory specification has it; a relative variable is to be ignored, it says.</summary>
    private static string DefaultDirectory(Func<string, string?> environment, ValueReader values)
    {
        string? state = OperatingSystem.IsWindows() ? environment("LOCALAPPDATA") : environment("XDG_STATE_HOME");
        string? home = environment("HOME");
        if (state is not null && Path.IsPathRooted(state))
        {
            return Path.Join(state, "mutx", "queues");
        }

        if (home is not null && Path.IsPathRooted(home))
        {
            return Path.Join(home, ".local", "state", "mutx", "queues");
        }

        values.Fail("there is no place for queues: no home directory is set; use --dir DIR, or set MUTX_QUEUE_DIR or HOME");
        return "";
    }
}
