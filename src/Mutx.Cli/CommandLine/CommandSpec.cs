namespace Mutx.Cli.CommandLine;

/// <summary>What one command is called, takes and says about itself. Data only.</summary>
internal sealed class CommandSpec(CommandId id, string name)
{
    public CommandId Id { get; } = id;

    /// <summary>The word that names it on the command line.</summary>
    public string Name { get; } = name;

    /// <summary>One line, for the list of commands.</summary>
    public required string Summary { get; init; }

    /// <summary>Each way of calling it, without the program's name.</summary>
    public required string[] Usage { get; init; }

    /// <summary>What it does, in paragraphs.</summary>
    public required string[] Description { get; init; }

    /// <summary>The operands in their order.</summary>
    public OperandSpec[] Operands { get; init; } = [];

    /// <summary>Whether <c>-- COMMAND [ARG...]</c> may or must follow.</summary>
    public ChildCommandUse ChildCommand { get; init; }

    public ExampleSpec[] Examples { get; init; } = [];
}
