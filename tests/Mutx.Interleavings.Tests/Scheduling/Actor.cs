using Mutx.Interleavings.Tests.Disks;

namespace Mutx.Interleavings.Tests.Scheduling;

/// <summary>A thread of a simulated process. It stands before its next step until it is told to go on.</summary>
internal sealed class Actor(int index, string name, SimulatedProcess process, bool isMain, Action body)
{
    [ThreadStatic]
    private static Actor? _current;

    private ActorThread? _thread;

    /// <summary>The actor whose thread this is; null on the test's own.</summary>
    public static Actor? Current => _current;

    public int Index { get; } = index;

    public string Name { get; } = name;

    public SimulatedProcess Process { get; } = process;

    /// <summary>Whether it is one that the scenario names, rather than one that the product started beside it.</summary>
    public bool IsMain { get; } = isMain;

    public bool HasEnded { get; private set; }

    /// <summary>Whether all that is left to it is to leave what it is in the middle of.</summary>
    public bool MustLeave { get; private set; }

    /// <summary>What it stands before.</summary>
    public Call Next { get; private set; } = new("begin");

    /// <summary>What decides whether it can go on, where others of other processes change that; else 0.</summary>
    public ulong WaitsFor { get; private set; }

    /// <summary>When it can go on in any case.</summary>
    public DateTimeOffset? Due { get; private set; }

    /// <summary>How many steps it has done.</summary>
    public int Steps { get; set; }

    /// <summary>How many of them others can see.</summary>
    public int Changes { get; set; }

    /// <summary>How many concern anybody else.</summary>
    public int SharedSteps { get; set; }

    /// <summary>The step during which it came to be; null for those that were there at the beginning.</summary>
    public Event? Origin { get; init; }

    /// <summary>Whether the order of all its steps matters to its process: where a scenario has several threads in one.</summary>
    public bool MeetsAll { get; set; }

    private Func<bool>? IsPossible { get; set; }

    /// <summary>Whether it could do its next step at a time, by itself: its process may be asleep or dead.</summary>
    public bool CanGoOn(DateTimeOffset now) => !HasEnded && (IsPossible is null || IsPossible() || Due <= now);

    public void StandBefore(in Call call, ulong place, Func<bool>? isPossible, DateTimeOffset? due)
    {
        Next = call;
        WaitsFor = place;
        IsPossible = isPossible;
        Due = due;
    }

    /// <summary>Lets its thread go on; the calling one has to stop or end next.</summary>
    /// <param name="ended">Is told when it has come to its end.</param>
    public void GoOn(Action<Actor> ended)
    {
        if (_thread is null)
        {
            _thread = ActorThread.Rent();
            _thread.Begin(() => Run(ended));
        }
        else
        {
            _thread.GoOn();
        }
    }

    public void AwaitTurn() => _thread!.AwaitTurn();

    /// <summary>Makes it leave whatever it is in the middle of, and returns when it has.</summary>
    public void Leave(Action<Actor> ended)
    {
        MustLeave = true;
        GoOn(ended);
    }

    private void Run(Action<Actor> ended)
    {
        _current = this;
        try
        {
            body();
        }
        catch (ActorStopped)
        {
        }

        _current = null;
        HasEnded = true;
        _thread!.Return();
        ended(this);
    }
}
