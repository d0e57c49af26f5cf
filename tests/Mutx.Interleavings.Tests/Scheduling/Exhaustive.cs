using Mutx.Interleavings.Tests.Disks;

namespace Mutx.Interleavings.Tests.Scheduling;

/// <summary>
/// Goes through all schedules that differ in more than the order of independent steps, one run after the other, depth first.
/// <para>
/// Two neighbouring steps are independent if they touch nothing in common, or only read it: then each does the same in either order,
/// and so do all after them. Steps of one process always depend on each other. What a step touches is written down while it is done, by the disk.
/// </para>
/// <para>
/// It is dynamic partial-order reduction (Flanagan and Godefroid 2005) with source sets and sleep sets (Abdulla, Aronsson, Jonsson,
/// Sagonas 2014). After each step the earlier steps of others are looked for that conflict with it and have no step between
/// that forces the order: a race. For each of them the other order is put down as to be done, at the place before the first of
/// the two, unless somebody is to be tried there already who would begin it. A step that has been tried somewhere isn't tried again after
/// steps that are independent of it ("asleep"); a run in which all who can go on are asleep is given up. Somebody who waits for a lock races with
/// who took it, although his step isn't done; that is looked for while he waits. Time moves only when nobody can do anything:
/// no step can be moved across it.
/// </para>
/// </summary>
internal sealed class Exhaustive(Plan plan) : Strategy
{
    // Three actors, each with a thread or two that the library starts for it; sets of them are bits.
    private const int MaxActors = 16;

    private readonly List<Node> _nodes = [];
    private readonly List<int> _races = [];
    private readonly List<Event> _between = [];
    private int _depth;
    private int _replayed;
    private int _sinceTime;
    private readonly int[] _beforeTime = new int[MaxActors];
    private bool _befell;
    private Actor? _actor;

    /// <summary>Whether in any run so far the plan's mishap has befallen somebody.</summary>
    public bool EverBefell { get; private set; }

    public override Actor? Pick(List<Actor> possible, IReadOnlyList<Actor> all)
    {
        if (_depth < _replayed)
        {
            Node known = _nodes[_depth];
            _actor = possible.Find(each => each.Index == known.Chosen)
                ?? throw new InvalidOperationException("The same choices led elsewhere: something isn't the scheduler's to say.");
            return _actor;
        }

        Node? before = _depth == 0 ? null : _nodes[_depth - 1];
        var node = new Node(possible, before?.AsleepAfter() ?? Node.Nobody);
        _nodes.Add(node);
        FindRacesOfWaiting(all);
        uint awake = node.Possible & ~node.AsleepMask;
        if (awake == 0)
        {
            _nodes.RemoveAt(_depth);
            return null;
        }

        // Whoever was at it goes on as long as he can: few changes of threads.
        int chosen = before is not null && (awake & Bit(before.Chosen)) != 0 ? before.Chosen : int.TrailingZeroCount((int)awake);
        node.Chosen = chosen;
        node.ToDo = Bit(chosen);
        return _actor = possible.Find(each => each.Index == chosen);
    }

    public override bool IsDoomed(Actor actor) => !_befell && plan.Mishap == Mishap.Death && plan.IsDue(actor);

    public override Mishap Befalls(Actor actor)
    {
        if (_befell || !plan.IsDue(actor))
        {
            return Mishap.None;
        }

        _befell = EverBefell = true;
        return plan.Mishap;
    }

    public override void Done(Event step)
    {
        if (step.Actor == Event.Nobody)
        {
            // All that comes now comes after all that was.
            for (int i = _sinceTime; i < _depth; i++)
            {
                Raise(_beforeTime, _nodes[i].Event!.Clock);
            }

            _sinceTime = _depth;
            return;
        }

        Node node = _nodes[_depth];
        if (_depth < _replayed && node.Event is { } known)
        {
            if (known.Actor != step.Actor || known.Call.Step != step.Call.Step)
            {
                throw new InvalidOperationException($"The same choices led elsewhere: '{step}' instead of '{known}'.");
            }

            step.Clock = known.Clock;
        }
        else
        {
            node.Event = step;
            step.Clock = ClockOf(step, step.Number, _actor?.Origin);
            foreach (int race in _races)
            {
                TryTheOtherOrder(race, step);
            }
        }

        _depth++;
    }

    /// <summary>Prepares the next run; false if there is none.</summary>
    public bool Next()
    {
        while (_nodes.Count > 0)
        {
            Node node = _nodes[^1];
            node.Finish();
            uint left = node.ToDo & ~node.DoneMask & ~node.AsleepMask;
            if (left != 0)
            {
                node.Chosen = int.TrailingZeroCount((int)left);
                _replayed = _nodes.Count;
                _depth = 0;
                _sinceTime = 0;
                Array.Clear(_beforeTime);
                _befell = false;
                return true;
            }

            _nodes.RemoveAt(_nodes.Count - 1);
        }

        return false;
    }

    private static uint Bit(int index) => 1u << index;

    private static void Raise(int[] clock, int[] other)
    {
        for (int i = 0; i < MaxActors; i++)
        {
            clock[i] = Math.Max(clock[i], other[i]);
        }
    }

    private static bool IsBefore(Event earlier, int[] clock) =>
        clock[earlier.Actor] >= earlier.Number;

    /// <summary>
    /// What has to come before a step, and into <see cref="_races"/> the places of those that it races with. From the last step on
    /// backwards: one that comes before another that comes before this one is in no race of its own.
    /// </summary>
    private int[] ClockOf(Event step, int number, Event? origin)
    {
        int self = step.Actor;
        var clock = new int[MaxActors];
        Raise(clock, _beforeTime);
        if (origin is not null)
        {
            Raise(clock, origin.Clock);
        }

        for (int i = _depth - 1; i >= _sinceTime; i--)
        {
            if (_nodes[i].Event!.Actor == self)
            {
                Raise(clock, _nodes[i].Event!.Clock);
                break;
            }
        }

        _races.Clear();
        for (int i = _depth - 1; i >= _sinceTime; i--)
        {
            Event earlier = _nodes[i].Event!;
            if (earlier.Actor != self && !IsBefore(earlier, clock) && step.Conflicts(earlier))
            {
                _races.Add(i);
                Raise(clock, earlier.Clock);
            }
        }

        clock[self] = number;
        return clock;
    }

    /// <summary>
    /// Somebody who waits races with whoever changed what he waits for, as if he came by it now. Looked for when he begins to wait, and
    /// after each step that changes it.
    /// </summary>
    private void FindRacesOfWaiting(IReadOnlyList<Actor> all)
    {
        if (_depth == 0)
        {
            return;
        }

        Event last = _nodes[_depth - 1].Event!;
        foreach (Actor actor in all)
        {
            if (actor.WaitsFor == 0 || actor.HasEnded || actor.Process.IsDead || (_nodes[_depth].Possible & Bit(actor.Index)) != 0)
            {
                continue;
            }

            var step = new Event(actor.Name, actor.Index, actor.Process.Number, actor.Next, actor.Steps + 1) { MeetsAll = actor.MeetsAll };
            step.Touch(actor.WaitsFor, AccessKind.Write);
            if (last.Actor == actor.Index || last.Conflicts(step))
            {
                step.Clock = ClockOf(step, actor.Steps + 1, null);
                foreach (int race in _races)
                {
                    TryTheOtherOrder(race, step);
                }
            }
        }
    }

    /// <summary>
    /// Puts down, at the place of an earlier step, somebody who begins what is independent of it and leads to a later one: any
    /// of those who have nothing before them there.
    /// </summary>
    private void TryTheOtherOrder(int place, Event later)
    {
        Node node = _nodes[place];
        Event earlier = node.Event!;
        _between.Clear();
        uint seen = 0;
        uint beginners = 0;
        for (int i = place + 1; i <= _depth; i++)
        {
            Event step = i == _depth ? later : _nodes[i].Event!;
            if (i < _depth && IsBefore(earlier, step.Clock))
            {
                continue;
            }

            uint bit = Bit(step.Actor);
            if ((seen & bit) == 0 && _between.TrueForAll(other => !IsBefore(other, step.Clock)))
            {
                beginners |= bit;
            }

            seen |= bit;
            _between.Add(step);
        }

        uint fit = beginners & node.Possible;
        if ((node.ToDo & beginners) == 0 && fit != 0)
        {
            uint own = Bit(later.Actor);
            node.ToDo |= (fit & own) != 0 ? own : Bit(int.TrailingZeroCount((int)fit));
        }
    }

    /// <summary>A state in which somebody is chosen.</summary>
    private sealed class Node
    {
        public static readonly List<Event> Nobody = [];

        private readonly List<Event> _asleep;
        private readonly List<Event> _done = [];

        public Node(List<Actor> possible, List<Event> asleep)
        {
            _asleep = asleep;
            foreach (Actor each in possible)
            {
                Possible |= Bit(each.Index);
            }

            foreach (Event each in asleep)
            {
                AsleepMask |= Bit(each.Actor);
            }
        }

        public uint Possible { get; }

        public uint AsleepMask { get; }

        /// <summary>Who is to be tried here.</summary>
        public uint ToDo { get; set; }

        /// <summary>Who has been.</summary>
        public uint DoneMask { get; private set; }

        public int Chosen { get; set; }

        /// <summary>The step of who was chosen, in the run that is under way.</summary>
        public Event? Event { get; set; }

        /// <summary>All that begins with who was chosen has been seen.</summary>
        public void Finish()
        {
            DoneMask |= Bit(Chosen);
            if (Event is not null)
            {
                _done.Add(Event);
                Event = null;
            }
        }

        /// <summary>Whose steps need not be tried after the chosen one, because they have been tried before it and are independent of it.</summary>
        public List<Event> AsleepAfter()
        {
            if (_asleep.Count + _done.Count == 0)
            {
                return Nobody;
            }

            var asleep = new List<Event>(_asleep.Count + _done.Count);
            Keep(_asleep, asleep);
            Keep(_done, asleep);
            return asleep;
        }

        private void Keep(List<Event> from, List<Event> to)
        {
            foreach (Event each in from)
            {
                if (each.Actor != Chosen && !each.Conflicts(Event!))
                {
                    to.Add(each);
                }
            }
        }
    }
}
