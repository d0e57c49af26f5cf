namespace Mutx.Cli.CommandLine;

/// <summary>All there is to know about one option: the parser obeys it, help prints it. Data only.</summary>
internal sealed class OptionSpec(OptionId id, string name, char shortName = '\0')
{
    public OptionId Id { get; } = id;

    /// <summary>The long name without its dashes.</summary>
    public string Name { get; } = name;

    /// <summary>The one-letter name, or NUL.</summary>
    public char ShortName { get; } = shortName;

    public OptionGroup Group { get; init; }

    /// <summary>One sentence for people, without a full stop.</summary>
    public required string Help { get; init; }

    public ValueKind Kind { get; init; }

    /// <summary>What help calls the value, such as <c>TIME</c>.</summary>
    public string ValueName { get; init; } = "";

    /// <summary>The words allowed where <see cref="Kind"/> is <see cref="ValueKind.Choice"/>.</summary>
    public string[] Choices { get; init; } = [];

    /// <summary>The default as help shows it.</summary>
    public string? Default { get; init; }

    /// <summary>A command that has another default, and which.</summary>
    public (CommandId Command, string Default)? OtherDefault { get; init; }

    /// <summary>The environment variable that stands in for the option where it isn't given.</summary>
    public string? Environment { get; init; }

    /// <summary>The commands that take it; empty means all.</summary>
    public CommandId[] Commands { get; init; } = [];

    /// <summary>Options that may not be given with it. Naming a pair on one side is enough.</summary>
    public OptionId[] ConflictsWith { get; init; } = [];

    /// <summary>The option it means nothing without.</summary>
    public OptionId? Requires { get; init; }

    /// <summary>The commands in which it stands for itself, whatever <see cref="Requires"/> says.</summary>
    public CommandId[] RequiresNothingIn { get; init; } = [];

    /// <summary>Whether it replaces the words after <c>--</c>, so that both together contradict each other.</summary>
    public bool ExcludesChildCommand { get; init; }

    /// <summary>Whether giving it twice means something.</summary>
    public bool IsRepeatable { get; init; }

    public bool TakesValue => Kind != ValueKind.None;

    /// <summary>The long name as it is typed.</summary>
    public string Display => "--" + Name;

    /// <summary>The option it means nothing without in a command.</summary>
    public OptionId? RequiredIn(CommandId command) => Array.IndexOf(RequiresNothingIn, command) >= 0 ? null : Requires;

    /// <summary>The default in a command, as help shows it.</summary>
    public string? DefaultIn(CommandId command) => OtherDefault is { } other && other.Command == command ? other.Default : Default;

    public bool BelongsTo(CommandId command) => Commands.Length == 0 || Array.IndexOf(Commands, command) >= 0;
}
