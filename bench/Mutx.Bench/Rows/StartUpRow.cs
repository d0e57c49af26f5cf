namespace Mutx.Bench.Rows;

/// <summary>What it costs that the program is a program: to be loaded, to read its arguments, to print a line, to end.</summary>
internal sealed class StartUpRow : Row
{
    private const int Count = 500;

    public override string Name => "start-up";

    public override string Summary => "`mutx --version` beside `/bin/true`";

    public override IReadOnlyList<Figure> Measure(Workbench bench)
    {
        Command ours = new(bench.Program, "--version");
        Command peer = new("/bin/true");
        return [Figure.Of(Summary, "ms", Pairs.Measure(Count, ours.Milliseconds, peer.Milliseconds), Goal.RatioAtMost(1.85))];
    }
}
