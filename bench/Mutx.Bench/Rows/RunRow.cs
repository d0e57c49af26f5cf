namespace Mutx.Bench.Rows;

/// <summary>What it costs to run a command under a lock that nobody has.</summary>
internal sealed class RunRow : Row
{
    private const int Count = 300;

    public override string Name => "run";

    public override string Summary => "`mutx run L -- /bin/true` beside `flock L /bin/true`";

    public override IReadOnlyList<Figure> Measure(Workbench bench)
    {
        Command ours = new(bench.Program, "run", "ours", "--", "/bin/true") { Directory = bench.Directory };
        Command peer = new("flock", "theirs", "/bin/true") { Directory = bench.Directory };
        return [Figure.Of(Summary, "ms", Pairs.Measure(Count, ours.Milliseconds, peer.Milliseconds), Goal.RatioAtMost(1.15))];
    }
}
