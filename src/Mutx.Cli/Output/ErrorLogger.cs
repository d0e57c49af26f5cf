using Microsoft.Extensions.Logging;
using Mutx.Cli.Hints;
using Mutx.Cli.Streams;

namespace Mutx.Cli.Output;

/// <summary>The library's log, a line each on standard error.</summary>
internal sealed class ErrorLogger(LogLevel lowest) : ILogger
{
    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= lowest && logLevel != LogLevel.None;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (IsEnabled(logLevel))
        {
            string text = ProgramWords.Of(formatter(state, exception));
            string cause = exception is null ? "" : $": {exception.Message}";
            StandardError.WriteLine(Printable.Escape($"mutx: {Name(logLevel)}: {text}{cause}"));
        }
    }

    private static string Name(LogLevel level) => level switch
    {
        LogLevel.Trace => "trace",
        LogLevel.Debug => "debug",
        LogLevel.Information => "info",
        LogLevel.Warning => "warning",
        _ => "error",
    };
}
