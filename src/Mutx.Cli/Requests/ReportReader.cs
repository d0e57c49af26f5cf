using Microsoft.Extensions.Logging;
using Mutx.Cli.CommandLine;

namespace Mutx.Cli.Requests;

/// <summary>Reads what is to be reported, the same for every command.</summary>
internal static class ReportReader
{
    private static readonly string[] LevelNames = ["trace", "debug", "info", "warn", "error", "none"];

    private static readonly LogLevel[] Levels =
        [LogLevel.Trace, LogLevel.Debug, LogLevel.Information, LogLevel.Warning, LogLevel.Error, LogLevel.None];

    public static ReportOptions Read(ValueReader values)
    {
        Verbosity verbosity = values.Has(OptionId.Quiet) ? Verbosity.Quiet : values.Count(OptionId.Verbose) switch
        {
            0 => Verbosity.Normal,
            1 => Verbosity.Verbose,
            _ => Verbosity.Steps,
        };
        return new ReportOptions
        {
            Verbosity = verbosity,
            Json = values.Has(OptionId.Json),
            Progress = values.Has(OptionId.Progress),
            Log = ReadLog(values, verbosity),
        };
    }

    /// <summary>What the environment asks for; quiet silences it, and every step is at least the debug level.</summary>
    private static LogLevel ReadLog(ValueReader values, Verbosity verbosity)
    {
        if (verbosity == Verbosity.Quiet)
        {
            return LogLevel.None;
        }

        LogLevel asked = values.Choice(EnvironmentTable.Log, LevelNames) is { } index ? Levels[index] : LogLevel.None;
        return verbosity == Verbosity.Steps && asked > LogLevel.Debug ? LogLevel.Debug : asked;
    }
}
