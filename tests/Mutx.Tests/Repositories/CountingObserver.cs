using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Mutx.Tests.Repositories;

/// <summary>Counts what is logged, by the first word of the message.</summary>
internal sealed class CountingObserver : ILogger
{
    private readonly ConcurrentDictionary<string, int> _counts = new(StringComparer.Ordinal);

    public int Count(string firstWord) => _counts.GetValueOrDefault(firstWord);

    public void Reset() => _counts.Clear();

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        _counts.AddOrUpdate(formatter(state, exception).Split(' ')[0], 1, (_, count) => count + 1);
}
