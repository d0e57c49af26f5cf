using Mutx.Cli.CommandLine;

namespace Mutx.Cli.Requests;

/// <summary>Reads what <c>status</c> is asked to show.</summary>
internal static class StatusReader
{
    public static StatusRequest Read(ParsedArguments parsed, ValueReader values) => new()
    {
        Resources = parsed.Operands,
        Lock = LockReader.Read(values),
        Report = ReportReader.Read(values),
    };
}
