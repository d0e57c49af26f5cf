using Mutx.Cli.CommandLine;
using Mutx.Cli.Help;
using Mutx.Cli.Streams;

namespace Mutx.Cli;

internal static class Program
{
    private static int Main(string[] arguments)
    {
        StandardStreams.Secure();
        ParsedArguments p = ArgumentParser.Parse(arguments, out ParseError? e);
        StandardOutput.Write(e?.Message + "\n" + e?.Hint + "\n" + (p.Command is { } c ? HelpText.ForCommand(c) : HelpText.ForProgram()));
        return 0;
    }
}
