namespace Mutx.Cli.CommandLine;

/// <summary>
/// Takes a command line apart by the tables. The first word that is no option names the command, or is the first
/// operand of <c>write</c> if it names none; options may stand anywhere before <c>--</c>, before the command too.
/// </summary>
internal sealed class ArgumentParser
{
    private readonly string[] _arguments;
    private readonly ParsedArguments _parsed = new();
    private ParseError? _error;
    private int _next;

    private ArgumentParser(string[] arguments) => _arguments = arguments;

    /// <summary>Takes the arguments apart and checks them against the tables.</summary>
    /// <param name="arguments">The arguments, without the program's name.</param>
    /// <param name="error">What is wrong with them, or null. Whoever asks for help first gets it all the same.</param>
    public static ParsedArguments Parse(string[] arguments, out ParseError? error)
    {
        var parser = new ArgumentParser(arguments);
        parser.Run();
        ParsedArguments parsed = parser._parsed;
        bool needsNoMore = parsed.Has(OptionId.Help) || parsed.Has(OptionId.Version);
        error = needsNoMore ? null : parser._error ?? ArgumentRules.Check(parsed);
        return parsed;
    }

    private void Run()
    {
        while (_error is null && _next < _arguments.Length)
        {
            string word = _arguments[_next++];
            if (word == "--")
            {
                TakeRest();
            }
            else if (word.StartsWith("--", StringComparison.Ordinal))
            {
                TakeLongOption(word);
            }
            else if (word.Length > 1 && word[0] == '-')
            {
                TakeShortOptions(word);
            }
            else
            {
                TakeOperand(word);
            }
        }
    }

    private void TakeLongOption(string word)
    {
        int equals = word.IndexOf('=', StringComparison.Ordinal);
        ReadOnlySpan<char> name = equals < 0 ? word.AsSpan(2) : word.AsSpan(2, equals - 2);
        OptionSpec? option = OptionTable.FindLong(name);
        if (option is null)
        {
            string typed = name.IsEmpty ? word : "--" + name.ToString();
            Fail($"unknown option '{typed}'" + Spelling.DidYouMean(typed, Spelling.OptionNames(_parsed.Command)));
        }
        else if (option.TakesValue)
        {
            AddWithValue(option, equals < 0 ? null : word[(equals + 1)..]);
        }
        else if (equals >= 0)
        {
            Fail($"option '{option.Display}' takes no value");
        }
        else
        {
            Add(option, null);
        }
    }

    /// <summary>One dash: any number of letters, the last of which may take a value, attached or as the next word.</summary>
    private void TakeShortOptions(string word)
    {
        for (int i = 1; i < word.Length && _error is null; i++)
        {
            OptionSpec? option = OptionTable.FindShort(word[i]);
            if (option is null)
            {
                FailOnLetter(word, i);
            }
            else if (option.TakesValue)
            {
                AddWithValue(option, i + 1 < word.Length ? word[(i + 1)..] : null);
                return;
            }
            else
            {
                Add(option, null);
            }
        }
    }

    private void FailOnLetter(string word, int at)
    {
        string name = char.IsAscii(word[at]) ? "-" + word[at] : word;
        string where = word.Length > 2 && name != word ? $" in '{word}'" : "";
        OptionSpec? meant = OptionTable.FindLong(word.AsSpan(1));
        string proposal = meant is null ? "" : $"; did you mean '{meant.Display}'?";
        Fail($"unknown option '{name}'{where}{proposal}");
    }

    private void AddWithValue(OptionSpec option, string? attached)
    {
        if (attached is null && (_next == _arguments.Length || _arguments[_next] == "--"))
        {
            Fail($"option '{option.Display}' needs a value: {option.Display} {option.ValueName}");
            return;
        }

        Add(option, attached ?? _arguments[_next++]);
    }

    private void Add(OptionSpec option, string? value)
    {
        if (_parsed.Has(option.Id) && !option.IsRepeatable)
        {
            Fail($"option '{option.Display}' is given twice");
            return;
        }

        _parsed.Add(option, value);
    }

    private void TakeOperand(string word)
    {
        if (_parsed.Command is null)
        {
            _parsed.Command = CommandTable.Find(word)?.Id;
            _parsed.CommandIsNamed = _parsed.Command is not null;
            if (_parsed.CommandIsNamed)
            {
                return;
            }

            _parsed.Command = CommandId.Write;
        }

        CommandSpec command = CommandTable.Get(_parsed.Command.Value);
        if (OperandAt(command, _parsed.Operands.Count) is not { } operand)
        {
            Fail(OneTooMany(command, word));
            return;
        }

        if (operand.IsPath && word.Length == 0)
        {
            Fail($"{operand.Name} is empty");
        }
        else if (operand.IsPath && word == "-")
        {
            Fail($"'-' is no {operand.Name}; a file of that name is written './-'");
        }
        else
        {
            _parsed.AddOperand(word);
        }
    }

    private static OperandSpec? OperandAt(CommandSpec command, int index) =>
        index < command.Operands.Length ? command.Operands[index]
        : command.Operands is [.., { IsRepeatable: true } last] ? last
        : null;

    private string OneTooMany(CommandSpec command, string word)
    {
        if (command.Operands.Length == 0)
        {
            return $"'{command.Name}' takes no '{word}'";
        }

        string first = _parsed.Operands[0];
        string message = $"unexpected '{word}' after {command.Operands[^1].Name} '{_parsed.Operands[^1]}'";
        return _parsed.CommandIsNamed ? message : message + Spelling.DidYouMean(first, Spelling.CommandNames());
    }

    /// <summary>Everything after <c>--</c>: a command to run, or else operands even if they begin with a dash.</summary>
    private void TakeRest()
    {
        _parsed.Command ??= CommandId.Write;
        if (CommandTable.Get(_parsed.Command.Value).ChildCommand == ChildCommandUse.None)
        {
            while (_error is null && _next < _arguments.Length)
            {
                TakeOperand(_arguments[_next++]);
            }

            return;
        }

        _parsed.ChildCommand = _arguments[_next..];
        _next = _arguments.Length;
    }

    private void Fail(string message) => _error = new ParseError(message, _parsed.Command);
}
