using Mutx.Platform;

namespace Mutx.Interleavings.Tests.Disks;

/// <summary>A signal between threads of one simulated process.</summary>
internal sealed class SimulatedSignal(IPace? pace, ulong place) : ThreadSignal
{
    private bool _isRaised;

    public override bool Wait(TimeSpan limit)
    {
        bool isRaised = pace?.Wait(new Call("wait for a thread"), place, () => _isRaised, limit) ?? _isRaised;
        _isRaised = false;
        return isRaised;
    }

    public override void Raise()
    {
        pace?.Touch(place, AccessKind.Write);
        _isRaised = true;
    }
}
