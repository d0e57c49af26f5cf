namespace Mutx.Cli.CommandLine;

/// <summary>One environment variable, for help.</summary>
internal sealed class EnvironmentSpec(string name, string help)
{
    public string Name { get; } = name;

    public string Help { get; } = help;
}
