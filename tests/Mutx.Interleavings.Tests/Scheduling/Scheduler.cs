using System.Globalization;
using Mutx.Interleavings.Tests.Disks;
using Mutx.Interleavings.Tests.Scenarios;

namespace Mutx.Interleavings.Tests.Scheduling;

/// <summary>
/// Lets one actor at a time do one step. Whoever stops decides in the strategy's name who is next, and goes on itself if that is he:
/// only a change of actors costs a change of threads. Time moves only when nobody can do anything, to the first moment at which
/// somebody can.
/// </summary>
internal sealed class Scheduler : IPace, IDisposable
{
    private const int MaxSteps = 4000;
    private const int MaxMovesOfTimeAtTheEnd = 40;

    // A run takes milliseconds. One that hangs has a thread that waits for another outside of the disk.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly SimulatedFilesystem _files;
    private readonly SimulatedClock _clock;
    private readonly Strategy _strategy;
    private readonly TimeSpan _longSleep;
    private readonly List<Actor> _actors = [];
    private readonly List<Actor> _possible = [];
    private readonly List<SimulatedProcess> _processes = [];
    private readonly List<Event> _steps = [];
    private readonly ManualResetEventSlim _over = new();
    private Event? _step;
    private Actor? _acting;
    private int _movesOfTimeAtTheEnd;

    public Scheduler(SimulatedFilesystem files, SimulatedClock clock, Strategy strategy, TimeSpan longSleep)
    {
        _files = files;
        _clock = clock;
        _strategy = strategy;
        _longSleep = longSleep;
        files.Touched = Touch;
    }

    /// <summary>What was done, in order.</summary>
    public IReadOnlyList<Event> Steps => _steps;

    public IReadOnlyList<SimulatedProcess> Processes => _processes;

    /// <summary>The names of those that the scenario has.</summary>
    public IEnumerable<string> Mains => _actors.Where(each => each.IsMain).Select(each => each.Name);

    /// <summary>What went wrong; null as long as nothing did.</summary>
    public string? Violation { get; private set; }

    /// <summary>Whether the strategy gave it up, because what would come has been seen.</summary>
    public bool IsGivenUp { get; private set; }

    /// <summary>Whether what would come isn't to be judged: a documented limit was reached.</summary>
    public bool IsBeyondLimit { get; private set; }

    /// <summary>Before which step one dies who acts before all begins; null for none.</summary>
    public Func<Call, bool>? DiesBefore { get; set; }

    public void Add(SimulatedProcess process) => _processes.Add(process);

    public void AddActor(string name, SimulatedProcess process, Action body) => AddActor(name, process, isMain: true, body);

    public void StartThread(SimulatedProcess process, string name, Action body) =>
        AddActor($"{process.Name}'s {name.Replace("mutx ", "", StringComparison.Ordinal)}", process, isMain: false, body);

    public SimulatedProcess? Find(int processId, string host)
    {
        Touch(Access.Process(processId), AccessKind.Read);
        return _processes.Find(each => each.Number == processId && each.Identity.HostName == host && !each.IsDead);
    }

    /// <summary>Runs all actors to their ends.</summary>
    public void Run()
    {
        Pass(Choose());
        if (!_over.Wait(Patience))
        {
            throw new TimeoutException($"a thread waits for another outside of the disk, after\n{Describe()}");
        }

        // Those that the library started may be waiting for what the others give back on their way out.
        foreach (Actor actor in _actors.Where(each => !each.HasEnded).OrderByDescending(each => each.IsMain).ToList())
        {
            _over.Reset();
            actor.Leave(_ => _over.Set());
            Assert.True(_over.Wait(Patience), $"{actor.Name} doesn't leave\n{Describe()}");
        }

        _files.Touched = null;
    }

    public void Dispose() => _over.Dispose();

    public void Step(in Call call) => Stop(call, 0, null, null);

    public void Step(in Call call, ulong place, Func<bool> isPossible) => Stop(call, place, isPossible, null);

    public bool Wait(in Call call, ulong place, Func<bool> isPossible, TimeSpan limit)
    {
        if (Actor.Current is { MustLeave: true } && isPossible())
        {
            return true;
        }

        Touch(place, AccessKind.Write);
        Stop(call, place, isPossible, limit == Timeout.InfiniteTimeSpan ? null : _clock.Now + limit);
        Touch(place, AccessKind.Write);
        if (isPossible())
        {
            return true;
        }

        if (_step is not null)
        {
            _step.MeetsAll = true;
        }

        return false;
    }

    public void Note(string result, int number)
    {
        if (_step is not null && Actor.Current is not null)
        {
            _step.Result = result;
            _step.ResultNumber = number;
        }
    }

    /// <summary>Enters in the step that is being done that it touches something.</summary>
    public void Touch(ulong place, AccessKind kind)
    {
        if (Actor.Current is { MustLeave: false })
        {
            _step?.Touch(place, kind);
        }
    }

    /// <summary>Something went wrong; the run ends at the next step.</summary>
    public void Fail(string what) => Violation ??= what;

    /// <summary>What comes isn't to be judged; the run ends at the next step.</summary>
    public void ReachLimit() => IsBeyondLimit = true;

    /// <summary>Ends a process as SIGKILL does: none of its threads goes on, and the kernel closes its files, which frees its locks.</summary>
    public void Kill(SimulatedProcess process)
    {
        process.IsDead = true;
        _step?.Touch(Access.Process(process.Number), AccessKind.Write);
        foreach (OpenFile open in process.OpenFiles)
        {
            if (open.Held is not null)
            {
                _step?.Touch(Access.Lock(open.Inode), AccessKind.Write);
                open.Inode.Lockers.Remove(open);
                open.Held = null;
            }
        }
    }

    /// <summary>The steps as a list for people.</summary>
    public string Describe() =>
        string.Join('\n', _steps.Select((step, i) => string.Create(CultureInfo.InvariantCulture, $"{i + 1,4}  {step}")));

    private void AddActor(string name, SimulatedProcess process, bool isMain, Action body)
    {
        int same = _actors.Count(each => each.Name == name || each.Name.StartsWith($"{name} ", StringComparison.Ordinal));
        var actor = new Actor(_actors.Count, same == 0 ? name : $"{name} {same + 1}", process, isMain, () => Guarded(name, body))
        {
            Origin = Actor.Current is null ? null : _step,
        };
        if (isMain && _actors.Find(each => each.IsMain && each.Process == process) is { } other)
        {
            other.MeetsAll = actor.MeetsAll = true;
        }

        _actors.Add(actor);
    }

    private void Guarded(string name, Action body)
    {
        try
        {
            body();
        }
        catch (Exception e) when (e is not ActorStopped)
        {
            Fail($"{name} failed: {e}");
        }
    }

    private void Stop(in Call call, ulong place, Func<bool>? isPossible, DateTimeOffset? due)
    {
        if (Actor.Current is not { } self)
        {
            if (DiesBefore?.Invoke(call) == true)
            {
                throw new ActorStopped();
            }

            return;
        }

        if (self.MustLeave)
        {
            throw new ActorStopped();
        }

        self.StandBefore(call, place, isPossible, due);
        Actor? next = Choose();
        if (next != self)
        {
            Pass(next);
            self.AwaitTurn();
            if (self.MustLeave)
            {
                throw new ActorStopped();
            }
        }
    }

    private void Begin(Actor actor, Call call)
    {
        actor.Steps++;
        _acting = actor;
        _step = new Event(actor.Name, actor.Index, actor.Process.Number, call, actor.Steps) { MeetsAll = actor.MeetsAll };
        _steps.Add(_step);
    }

    private void Finish()
    {
        if (_step is { } step)
        {
            _step = null;
            _acting!.Changes += step.Changes && !IsOwn(step.Call) ? 1 : 0;
            _acting.SharedSteps += IsOwn(step.Call) ? 0 : 1;
            _strategy.Done(step);
        }
    }

    /// <summary>Whether a step is one that no other process could be concerned with.</summary>
    private static bool IsOwn(in Call call) => call.Path.StartsWith(World.Own, StringComparison.Ordinal);

    private void Pass(Actor? next)
    {
        if (next is null)
        {
            _over.Set();
        }
        else
        {
            next.GoOn(Ended);
        }
    }

    private void Ended(Actor actor)
    {
        if (actor.MustLeave)
        {
            _over.Set();
        }
        else
        {
            Pass(Choose());
        }
    }

    /// <summary>Who does the next step; null when the run is over.</summary>
    private Actor? Choose()
    {
        while (true)
        {
            Finish();
            if (Violation is not null || IsBeyondLimit)
            {
                return null;
            }

            if (_steps.Count > MaxSteps)
            {
                Fail("it goes on for ever");
                return null;
            }

            Gather();
            if (_possible.Count == 0)
            {
                if (!MoveTime())
                {
                    return null;
                }

                continue;
            }

            if (_strategy.Pick(_possible, _actors) is not { } actor)
            {
                IsGivenUp = true;
                return null;
            }

            Mishap mishap = _strategy.Befalls(actor);
            if (mishap == Mishap.None)
            {
                Begin(actor, actor.Next);
                return actor;
            }

            Happen(mishap, actor);
        }
    }

    private void Gather()
    {
        _possible.Clear();
        foreach (Actor actor in _actors)
        {
            if (!actor.HasEnded && !actor.Process.IsDead
                && (_strategy.IsDoomed(actor) || (actor.Process.AsleepUntil <= _clock.Now && actor.CanGoOn(_clock.Now))))
            {
                _possible.Add(actor);
            }
        }
    }

    private void Happen(Mishap mishap, Actor actor)
    {
        SimulatedProcess process = actor.Process;
        Begin(actor, mishap == Mishap.Death
            ? new Call($"({process.Name} is killed)")
            : new Call($"({process.Name} is stopped for {_longSleep.TotalSeconds} s)"));
        _step!.MeetsAll = true;
        if (mishap == Mishap.Sleep)
        {
            process.AsleepUntil = _clock.Now + _longSleep;
            process.HasSlept = true;
            return;
        }

        Kill(process);
    }

    /// <summary>Moves time to when somebody can go on; false if nobody ever can.</summary>
    private bool MoveTime()
    {
        bool isAtTheEnd = _actors.TrueForAll(each => !each.IsMain || each.HasEnded || each.Process.IsDead);
        DateTimeOffset? next = null;
        foreach (Actor actor in _actors.Where(each => !each.HasEnded && !each.Process.IsDead))
        {
            DateTimeOffset? due = actor.Process.AsleepUntil > _clock.Now ? actor.Process.AsleepUntil : actor.Due;
            next = due < next || next is null ? due ?? next : next;
        }

        if (next is null)
        {
            if (!isAtTheEnd)
            {
                Fail($"nobody can go on: {string.Join(", ", _actors.Where(each => !each.HasEnded).Select(each => $"{each.Name} stands before '{each.Next}'"))}");
            }

            return false;
        }

        // A thread that waited for somebody who has left notices that by and by, and gives back what it has.
        if (isAtTheEnd && (!HoldsForOthers() || ++_movesOfTimeAtTheEnd > MaxMovesOfTimeAtTheEnd))
        {
            return false;
        }

        var passing = new Event("", Event.Nobody, 0, new Call($"({(next.Value - _clock.Now).TotalSeconds} s pass)"), 0);
        _steps.Add(passing);
        _clock.Now = next.Value;
        _strategy.Done(passing);
        return true;
    }

    private bool HoldsForOthers() => _processes.Exists(
        process => !process.IsDead && process.OpenFiles.Any(open => open.Held is not null && !IsOwn(new Call("", open.Path))));
}
