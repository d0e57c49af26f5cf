namespace Mutx.Platform;

/// <summary>A signal between threads of this process, by the runtime's monitors.</summary>
internal sealed class MonitorSignal : ThreadSignal
{
    private readonly object _gate = new();
    private bool _isRaised;

    public override bool Wait(TimeSpan limit)
    {
        lock (_gate)
        {
            // One who is woken may find that another was faster: the limit then begins anew, and only a sole waiter gives one.
            while (!_isRaised && Monitor.Wait(_gate, limit))
            {
            }

            bool wasRaised = _isRaised;
            _isRaised = false;
            return wasRaised;
        }
    }

    public override void Raise()
    {
        lock (_gate)
        {
            _isRaised = true;
            Monitor.Pulse(_gate);
        }
    }
}
