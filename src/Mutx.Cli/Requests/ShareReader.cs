using Mutx.Cli.CommandLine;

namespace Mutx.Cli.Requests;

/// <summary>Reads what <c>share</c> is asked to do.</summary>
internal static class ShareReader
{
    public static ShareRequest Read(ParsedArguments parsed, ValueReader values) => new()
    {
        Directory = parsed.Operands[0],
        Group = values.Text(OptionId.ShareGroup),
        Report = ReportReader.Read(values),
    };
}
