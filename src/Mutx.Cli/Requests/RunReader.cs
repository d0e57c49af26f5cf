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
        Server = ReadServer(values),
        Report = ReportReader.Read(values),
    };

    /// <summary>The server. What is said of the loss of a lock means something only where one can be lost under the command.</summary>
    private static ServerAddress? ReadServer(ValueReader values)
    {
        ServerAddress? server = ServerReader.Read(values);
        foreach (OptionId option in (ReadOnlySpan<OptionId>)[OptionId.OnLost, OptionId.KillAfter])
        {
            if (values.Has(option) && server is null && !LockReader.NamesClaims(values))
            {
                values.Fail($"option '{OptionTable.Get(option).Display}' needs '--lock-provider' or '--lock-method claim': no other lock is lost while COMMAND runs");
            }
        }

        return server;
    }

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
