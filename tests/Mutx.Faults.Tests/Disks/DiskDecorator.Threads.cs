using Mutx.Platform;

namespace Mutx.Faults.Tests.Disks;

/// <summary>Processes and threads.</summary>
internal abstract partial class DiskDecorator
{
    public override ProcessIdentity Self => inner.Self;

    public override ProcessFacts LookAtProcess(int processId) => inner.LookAtProcess(processId);

    public override void StartThread(string name, Action body) =>
        Do(nameof(StartThread), name, () => inner.StartThread(name, body));

    /// <summary>Does nothing, as it may: what goes on in the background would mix its steps with those that are looked at.</summary>
    public override void RunInBackground(Action work)
    {
    }

    public override void Pause(TimeSpan time) => inner.Pause(time);

    public override ThreadSignal NewSignal() => inner.NewSignal();
}
