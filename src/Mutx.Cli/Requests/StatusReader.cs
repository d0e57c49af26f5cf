using Mutx.Cli.CommandLine;

namespace Mutx.Cli.Requests;

/// <summary>Reads what <c>status</c> is asked to show.</summary>
internal static class StatusReader
{
    public static StatusRequest Read(ParsedArguments parsed, ValueReader values) => new()
    {
        Resources = parsed.Operands,
        Lock = LockReader.Read(values),
        Server = ReadServer(parsed, values),
        Report = ReportReader.Read(values),
    };

    /// <summary>A server tells of the locks that it is asked for; it has no list of names.</summary>
    private static ServerAddress? ReadServer(ParsedArguments parsed, ValueReader values)
    {
        if (parsed.Operands.Count == 0 && parsed.Has(OptionId.LockProvider))
        {
            values.Fail("option '--lock-provider' needs a RESOURCE: a server can't list the names of its locks");
        }

        return parsed.Operands.Count == 0 ? null : ServerReader.Read(values);
    }
}
