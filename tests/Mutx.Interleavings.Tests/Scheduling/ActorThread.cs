using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

namespace Mutx.Interleavings.Tests.Scheduling;

/// <summary>A thread for actors, one after the other: a run needs some for less time than it takes to start one.</summary>
[SuppressMessage("Design", "CA1001", Justification = "It lives as long as the tests.")]
internal sealed class ActorThread
{
    private static readonly ConcurrentBag<ActorThread> Idle = [];

    private readonly AutoResetEvent _turn = new(false);
    private Action? _body;

    private ActorThread() => new Thread(Run) { IsBackground = true, Name = "actor" }.Start();

    public static ActorThread Rent() => Idle.TryTake(out ActorThread? thread) ? thread : new ActorThread();

    public void Begin(Action body)
    {
        _body = body;
        _turn.Set();
    }

    public void GoOn() => _turn.Set();

    public void AwaitTurn() => _turn.WaitOne();

    private void Run()
    {
        while (true)
        {
            _turn.WaitOne();
            Action body = _body!;

            // It is given back before this returns; whoever has it by then is served next.
            body();
        }
    }

    /// <summary>Gives it back: called by itself, before it passes the turn on and ends what it does.</summary>
    public void Return() => Idle.Add(this);
}
