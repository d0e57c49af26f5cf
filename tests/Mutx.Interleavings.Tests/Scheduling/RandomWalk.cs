namespace Mutx.Interleavings.Tests.Scheduling;

/// <summary>
/// One schedule by a seed: who goes on, and what befalls whom, is thrown dice for. The same seed gives the same schedule. Some walks
/// change actors at nearly each step, others seldom: faults that need one change at the right place hide from the former, those
/// that need many from the latter.
/// </summary>
internal sealed class RandomWalk : Strategy
{
    private static readonly double[] Staying = [0.3, 0.7, 0.9, 0.97];
    private const int MaxChanges = 24;
    private const int MaxSteps = 80;

    private readonly Random _random;
    private readonly bool _timeMatters;
    private readonly double _staying;
    private readonly Dictionary<string, List<Plan>> _plans = [];
    private int _last = -1;

    public RandomWalk(int seed, bool timeMatters)
    {
        _random = new Random(seed);
        _timeMatters = timeMatters;
        _staying = Staying[_random.Next(Staying.Length)];
    }

    public override Actor? Pick(List<Actor> possible, IReadOnlyList<Actor> all)
    {
        Actor? last = possible.Find(each => each.Index == _last);
        if (last is null || _random.NextDouble() >= _staying)
        {
            last = possible[_random.Next(possible.Count)];
        }

        _last = last.Index;
        return last;
    }

    public override bool IsDoomed(Actor actor) => actor.IsMain && PlansFor(actor).Exists(plan => plan.Mishap == Mishap.Death && plan.IsDue(actor));

    public override Mishap Befalls(Actor actor)
    {
        List<Plan>? plans = actor.IsMain ? PlansFor(actor) : null;
        int due = plans?.FindIndex(plan => plan.IsDue(actor)) ?? -1;
        if (due < 0)
        {
            return Mishap.None;
        }

        Mishap mishap = plans![due].Mishap;
        plans.RemoveAt(due);
        return mishap;
    }

    /// <summary>About half of all live and wake as long as they have to do; some of the others meet with two mishaps.</summary>
    private List<Plan> PlansFor(Actor actor)
    {
        if (!_plans.TryGetValue(actor.Name, out List<Plan>? plans))
        {
            plans = [];
            if (_random.Next(3) == 0)
            {
                plans.Add(new Plan(Mishap.Death, actor.Name, 1 + _random.Next(MaxChanges)));
            }

            for (int i = 0; _timeMatters && i < 2 && _random.Next(3) == 0; i++)
            {
                plans.Add(new Plan(Mishap.Sleep, actor.Name, _random.Next(MaxSteps)));
            }

            _plans.Add(actor.Name, plans);
        }

        return plans;
    }
}
