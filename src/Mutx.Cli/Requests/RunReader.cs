using Mutx.Cli.CommandLine;
using Mutx.Cli.Processes;
using Mutx.Primitives;

namespace Mutx.Cli.Requests;

/// <summary>Reads what <c>run</c> is asked to do.</summary>
internal static class RunReader
{
    public static RunRequest Read(ParsedArguments parsed, ValueReader values) => new()
    {
        Resource = parsed.Operands[0],
        Command = ReadCommand(parsed, values),
        Mode = values.Has(OptionId.Shared) ? LockMode.Shared : LockMode.Exclusive,
        KeepsLock = values.Has(OptionId.Close),
        ConflictStatus = values.Number(OptionId.ConflictExitCode, byte.MaxValue),
        Timeout = LockReader.ReadTimeout(values),
        Lock = LockReader.Read(values),
        OnLost = values.Choice(OptionId.OnLost) is { } lost ? (LostLock)lost : LostLock.Terminate,
        KillAfter = values.Age(OptionId.KillAfter) ?? TimeSpan.FromSeconds(10),
        Server = ServerReader.Read(values),
        Report = ReportReader.Read(values),
    };

    private static IReadOnlyList<string> ReadCommand(ParsedArguments parsed, ValueReader values)
    {
        if (values.Text(OptionId.ShellCommand) is { } line)
        {
            return ChildCommand.ForShell(line).Words;
        }

        if (parsed.ChildCommand is null)
        {
            values.Fail("no COMMAND given; it stands after '--', or is a line for the shell after -c");
        }

        return parsed.ChildCommand ?? [];
    }
}
