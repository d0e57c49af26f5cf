namespace Mutx.Cli.CommandLine;

/// <summary>A command line that works as it stands, and what it is good for.</summary>
internal sealed class ExampleSpec(string line, string meaning)
{
    public string Line { get; } = line;

    public string Meaning { get; } = meaning;
}
