namespace Mutx.Cli.CommandLine;

/// <summary>Why a command line can't be obeyed. Data: one place renders it.</summary>
/// <param name="Message">What is wrong, naming the argument, in one sentence.</param>
/// <param name="Command">The command it was meant for, where that is known.</param>
internal sealed record ParseError(string Message, CommandId? Command = null)
{
    /// <summary>Where to read on.</summary>
    public string Hint => Command is { } id
        ? $"try 'mutx {CommandTable.Get(id).Name} --help'"
        : "try 'mutx --help'";
}
