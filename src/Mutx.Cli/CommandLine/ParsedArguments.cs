namespace Mutx.Cli.CommandLine;

/// <summary>A command line taken apart into command, options and operands; the values are still text.</summary>
internal sealed class ParsedArguments
{
    private readonly int[] _counts = new int[OptionTable.All.Length];
    private readonly string?[] _values = new string?[OptionTable.All.Length];
    private readonly List<string> _operands = [];

    /// <summary>The command, as soon as a word has said which; null if none did.</summary>
    public CommandId? Command { get; set; }

    /// <summary>Whether the command stands there by its name.</summary>
    public bool CommandIsNamed { get; set; }

    /// <summary>The words that are neither options nor part of the child command.</summary>
    public IReadOnlyList<string> Operands => _operands;

    /// <summary>The words after <c>--</c>, of a command that runs them; null where there was no <c>--</c>.</summary>
    public string[]? ChildCommand { get; set; }

    public bool Has(OptionId option) => _counts[(int)option] > 0;

    /// <summary>How often the option was given.</summary>
    public int Count(OptionId option) => _counts[(int)option];

    /// <summary>The option's value as it was typed, or null if the option wasn't given or takes none.</summary>
    public string? Value(OptionId option) => _values[(int)option];

    public void Add(OptionSpec option, string? value)
    {
        _counts[(int)option.Id]++;
        _values[(int)option.Id] = value;
    }

    public void AddOperand(string word) => _operands.Add(word);
}
