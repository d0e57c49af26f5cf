namespace Mutx.Cli.Exit;

/// <summary>One exit status and its meaning, for help and manual.</summary>
internal sealed class ExitStatusSpec(ExitStatus status, string meaning)
{
    public ExitStatus Status { get; } = status;

    public string Meaning { get; } = meaning;
}
