namespace Mutx.Bench.Rows;

/// <summary>What a small replacement costs: all of it, from the start of the program to the last flush.</summary>
internal sealed class DurableWriteRow : Row
{
    private const int Count = 300;

    public override string Name => "durable-write";

    public override string Summary => "1 KiB through standard input, durable";

    public override IReadOnlyList<Figure> Measure(Workbench bench)
    {
        byte[] content = new byte[1024];
        Random.Shared.NextBytes(content);
        Command ours = new(bench.Program, FileOf("ours")) { Directory = bench.Directory, Input = content };
        Command inC = new(bench.Peer("write"), ".", FileOf("in-c"), bench.PathOf("in-c.lock")) { Directory = bench.Directory, Input = content };
        Command byShell = new("flock", "L", "sh", "-c", "cat >t && sync t && mv t f && sync .")
        {
            Directory = bench.Directory,
            Input = content,
        };

        return
        [
            Figure.Of(
                "beside a C program that makes the same system calls", "ms",
                Pairs.Measure(Count, ours.Milliseconds, inC.Milliseconds), Goal.RatioAtMost(1.55)),
            Figure.Of(
                "beside `flock L sh -c 'cat >t && sync t && mv t f && sync .'`", "ms",
                Pairs.Measure(Count, ours.Milliseconds, byShell.Milliseconds), Goal.RatioBelow(0.5)),
        ];

        // Each side has a file of its own, which exists, so that every run replaces one.
        string FileOf(string name)
        {
            File.WriteAllBytes(bench.PathOf(name), content);
            return name;
        }
    }
}
