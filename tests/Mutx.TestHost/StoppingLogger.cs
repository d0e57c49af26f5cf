using Microsoft.Extensions.Logging;

namespace Mutx.TestHost;

/// <summary>Stops its process (SIGSTOP) at the first event of a name, until it is told to continue.</summary>
internal sealed class StoppingLogger(string eventName) : ILogger
{
    private int _stopped;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (eventId.Name == eventName && Interlocked.Exchange(ref _stopped, 1) == 0)
        {
            StopSelf.Now();
        }
    }
}
