using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Mutx.Tests.Locking;

/// <summary>Listens to what the library measures: the sum of each counter, and how often each histogram was told a value.</summary>
internal sealed class Instruments : IDisposable
{
    private readonly ConcurrentDictionary<string, long> _values = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<Activity> _activities = new();
    private readonly MeterListener _meters = new();
    private readonly ActivityListener _spans;

    public Instruments()
    {
        _meters.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == "Mutx")
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _meters.SetMeasurementEventCallback<long>((instrument, value, _, _) => Add(instrument.Name, value));
        _meters.SetMeasurementEventCallback<double>((instrument, _, _, _) => Add(instrument.Name, 1));
        _meters.Start();
        _spans = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "Mutx",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = _activities.Enqueue,
        };
        ActivitySource.AddActivityListener(_spans);
    }

    public IReadOnlyList<Activity> Activities => [.. _activities];

    public long this[string name] => _values.GetValueOrDefault(name);

    public void Dispose()
    {
        _meters.Dispose();
        _spans.Dispose();
    }

    private void Add(string name, long value) => _values.AddOrUpdate(name, value, (_, old) => old + value);
}
