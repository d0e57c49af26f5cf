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
            Log = ReadLog(values, verbosity, values.Has(OptionId.Json)),
        };
    }

    /// <summary>
    /// What the environment asks for; quiet silences it, what was done is at least the level of information, where
    /// standard error isn't for JSON alone, and every step at least that of debugging.
    /// </summary>
    private static LogLevel ReadLog(ValueReader values, Verbosity verbosity, bool json)
    {
        if (verbosity == Verbosity.Quiet)
        {
            return LogLevel.None;
        }

        LogLevel asked = values.Choice(EnvironmentTable.Log, LevelNames) is { } index ? Levels[index] : LogLevel.None;
        LogLevel least = verbosity == Verbosity.Steps ? LogLevel.Debug
            : verbosity == Verbosity.Verbose && !json ? LogLevel.Information
            : LogLevel.None;
        return asked > least ? least : asked;
    }
}
