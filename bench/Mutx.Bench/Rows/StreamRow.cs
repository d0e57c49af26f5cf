using System.Globalization;

namespace Mutx.Bench.Rows;

/// <summary>Much content through a pipe: the time it takes, and the memory.</summary>
internal sealed class StreamRow : Row
{
    private const int Count = 7;
    private const long Length = 2L << 30;

    public override string Name => "stream";

    public override string Summary => "2 GiB through a pipe with `--stream` beside `cat > f; sync f`";

    public override IReadOnlyList<Figure> Measure(Workbench bench)
    {
        string produce = bench.Peer("produce");
        string peak = bench.Peer("peak");
        string usage = bench.PathOf("usage");
        double memory = 0;

        Pairs pairs = Pairs.Measure(Count, Ours, () => Time("cat > \"$3\" && sync \"$3\"", "peer"));
        return
        [
            Figure.Of(Summary, "s", pairs, Goal.RatioAtMost(1.15)),
            Figure.Alone("peak memory, the highest of all runs", "MiB", memory, Goal.Below(16)),
        ];

        double Ours()
        {
            double seconds = Time("exec \"$4\" \"$5\" \"$6\" --stream \"$3\"", "ours");
            memory = Math.Max(memory, double.Parse(File.ReadAllText(usage), CultureInfo.InvariantCulture) / 1024);
            return seconds;
        }

        // What an earlier run has left is gone before the clock starts: freeing it isn't what is measured.
        double Time(string consumer, string name)
        {
            string file = bench.PathOf(name);
            File.Delete(file);
            Command pipeline = new(
                "sh", "-c", $"\"$1\" \"$2\" | {{ {consumer}; }}", "sh", produce,
                Length.ToString(CultureInfo.InvariantCulture), file, peak, usage, bench.Program);
            double seconds = pipeline.Run().TotalSeconds;
            return new FileInfo(file).Length == Length ? seconds : throw new InvalidOperationException($"{pipeline} wrote too little");
        }
    }
}
