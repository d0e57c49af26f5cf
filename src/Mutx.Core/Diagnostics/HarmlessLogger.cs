using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Mutx.Diagnostics;

/// <summary>
/// A caller's logger that can't do harm: what it throws is dropped. Events are told between the steps of a commit and while
/// locks are given back, where an exception that comes from neither disk nor lock would leave the work half done.
/// </summary>
internal sealed class HarmlessLogger : ILogger, IEquatable<HarmlessLogger>
{
    private readonly ILogger _inner;

    private HarmlessLogger(ILogger inner) => _inner = inner;

    /// <summary>Makes a logger harmless.</summary>
    public static ILogger Around(ILogger logger)
    {
        ArgumentNullException.ThrowIfNull(logger);
        return logger is HarmlessLogger or NullLogger ? logger : new HarmlessLogger(logger);
    }

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull
    {
        try
        {
            return _inner.BeginScope(state);
        }
        catch (Exception)
        {
            return null;
        }
    }

    public bool IsEnabled(LogLevel logLevel)
    {
        try
        {
            return _inner.IsEnabled(logLevel);
        }
        catch (Exception)
        {
            return false;
        }
    }

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        try
        {
            _inner.Log(logLevel, eventId, state, exception, formatter);
        }
        catch (Exception)
        {
            // Whom could it be told? The log is what has just failed.
        }
    }

    /// <summary>Options with the same logger are the same options.</summary>
    public bool Equals(HarmlessLogger? other) => other is not null && _inner.Equals(other._inner);

    public override bool Equals(object? obj) => Equals(obj as HarmlessLogger);

    public override int GetHashCode() => _inner.GetHashCode();
}
