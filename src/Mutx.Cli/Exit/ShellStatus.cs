namespace Mutx.Cli.Exit;

/// <summary>What shells end with where a command could not be run, and so does <c>mutx run</c>, which else ends with its
/// command's own status.</summary>
internal static class ShellStatus
{
    public const ExitStatus CommandNotExecutable = (ExitStatus)126;

    public const ExitStatus CommandNotFound = (ExitStatus)127;
}
