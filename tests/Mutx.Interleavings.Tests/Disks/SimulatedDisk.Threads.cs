using Mutx.Platform;

namespace Mutx.Interleavings.Tests.Disks;

/// <summary>Processes and threads.</summary>
internal partial class SimulatedDisk
{
    public override ProcessIdentity Self => process.Identity;

    public override ProcessFacts LookAtProcess(int processId)
    {
        Step(new Call("kill 0", $"{processId}"));
        SimulatedProcess? found = pace?.Find(processId, process.Identity.HostName);
        Note(found is null ? "no such process" : "alive");
        return found is null ? ProcessFacts.None : new ProcessFacts { Exists = true, Started = found.Identity.Started, Age = TimeSpan.FromHours(1) };
    }

    public override void StartThread(string name, Action body)
    {
        if (pace is null)
        {
            throw new NotSupportedException();
        }

        pace.StartThread(process, name, () =>
        {
            body();
            CloseOnDisk();
        });
    }

    /// <summary>On a thread of its own, which may come at any time or never.</summary>
    public override void RunInBackground(Action work) => StartThread("background", work);

    public override void Pause(TimeSpan time)
    {
        CloseOnDisk();
        pace?.Wait(new Call("pause", Detail: $"{time.TotalMilliseconds} ms"), Access.Signal(process.Number, 0), static () => false, time);
    }

    /// <summary>Whether its user is about to give back what it holds.</summary>
    public bool IsReleasing { get; set; }

    /// <summary>Does what no disk sees: a moment in which others can come.</summary>
    public void Work() => Step(new Call("work"));

    public override ThreadSignal NewSignal() => new SimulatedSignal(pace, Access.Signal(process.Number, process.NextSignal()));
}
