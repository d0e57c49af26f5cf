namespace Mutx.Cli.CommandLine;

/// <summary>One operand of a command: a word that is no option.</summary>
internal sealed class OperandSpec(string name)
{
    /// <summary>As the usage line shows it, such as <c>OUTPUT</c>.</summary>
    public string Name { get; } = name;

    public bool IsRequired { get; init; }

    /// <summary>Whether it is a path that a command opens; then <c>-</c> and an empty word are refused.</summary>
    public bool IsPath { get; init; }

    /// <summary>Whether any number of words may stand in its place; only the last operand can be so.</summary>
    public bool IsRepeatable { get; init; }
}
