using Mutx.Platform;

namespace Mutx.Faults.Tests.Disks;

/// <summary>The real disk, on which one call fails: the N-th, once or for ever after. Without a fault it only keeps the list.</summary>
internal sealed class FaultDisk(Disk inner, int failAt = 0, Fault? fault = null, FaultSpan span = FaultSpan.Once)
    : DiskDecorator(inner)
{
    // More than the longest search takes: 100,000 names for the backups of one second.
    private const int MaxCalls = 300_000;

    private readonly Lock _gate = new();
    private readonly List<DiskCall> _calls = [];
    private readonly List<DiskCall> _struck = [];
    private string? _step;

    /// <summary>Every call, in order.</summary>
    public IReadOnlyList<DiskCall> Calls
    {
        get
        {
            lock (_gate)
            {
                return [.. _calls];
            }
        }
    }

    /// <summary>The calls that failed.</summary>
    public IReadOnlyList<DiskCall> Struck
    {
        get
        {
            lock (_gate)
            {
                return [.. _struck];
            }
        }
    }

    /// <summary>Called before each call, outside all locks.</summary>
    public Action<DiskCall>? Before { get; init; }

    protected override bool Replaces<T>(DiskCall call, out T result)
    {
        Before?.Invoke(call);
        Fault? now = Strikes(call);
        if (now?.ErrorNumber is { } errno)
        {
            throw Errno.Failure(call.Step, call.Path, errno);
        }

        result = now is null ? default! : (T)now.Result!;
        return now is not null;
    }

    private Fault? Strikes(DiskCall call)
    {
        lock (_gate)
        {
            if (_calls.Count == MaxCalls)
            {
                throw new InvalidOperationException($"no end of calls; by now {call}");
            }

            _calls.Add(call);
            bool first = _calls.Count == failAt;
            if (first)
            {
                _step = call.Step;
            }

            bool strikes = fault is not null && span switch
            {
                FaultSpan.Once => first,
                FaultSpan.ThisStepFromThenOn => call.Step == _step,
                _ => _step is not null,
            };
            if (!strikes)
            {
                return null;
            }

            _struck.Add(call);
            return fault;
        }
    }
}
