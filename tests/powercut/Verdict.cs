using System.Globalization;

namespace Mutx.Powercut;

/// <summary>The figures of an experiment.</summary>
internal sealed class Verdict
{
    private int _acknowledged;
    private int _cuts;
    private int _badCuts;
    private int _lost;
    private int _torn;
    private int _empty;

    public void Acknowledge() => Interlocked.Increment(ref _acknowledged);

    public void Add(int lost, int torn, int empty)
    {
        _cuts++;
        _badCuts += lost + torn + empty > 0 ? 1 : 0;
        _lost += lost;
        _torn += torn;
        _empty += empty;
    }

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"cuts={_cuts} acknowledged={_acknowledged} bad={_badCuts} lost={_lost} torn={_torn} empty={_empty}");
}
