using System.Diagnostics;
using System.Text.Json;
using Mutx.Bench.Modifying;
using Mutx.Repositories;

namespace Mutx.Bench.Rows;

/// <summary>How many times a second a record of 1 KiB is read and parsed.</summary>
internal sealed class ReadRecordRow : Row
{
    private const int Reads = 5000;

    public override string Name => "read-record";

    public override string Summary => "reads a second of a 1 KiB record, beside File.ReadAllText and JsonSerializer";

    public override IReadOnlyList<Figure> Measure(Workbench bench)
    {
        var entries = new JsonRepository<Entry>(bench.Directory, EntryJson.Default.Entry);
        entries.WriteAsync("entry", new Entry()).GetAwaiter().GetResult();
        string path = entries.PathOf("entry");
        return
        [
            Figure.Of(
                "Read, beside File.ReadAllText and parse", "per second",
                Pairs.Measure(
                    40,
                    () => PerSecond(() => entries.Read("entry")),
                    () => PerSecond(() => JsonSerializer.Deserialize(File.ReadAllText(path), EntryJson.Default.Entry))),
                Goal.RatioAtLeast(0.9)),
            Figure.Of(
                "ReadAsync, beside File.ReadAllTextAsync and parse", "per second",
                Pairs.Measure(
                    40,
                    () => PerSecondAsync(() => entries.ReadAsync("entry")).GetAwaiter().GetResult(),
                    () => PerSecondAsync(async () => JsonSerializer.Deserialize(await File.ReadAllTextAsync(path), EntryJson.Default.Entry)).GetAwaiter().GetResult()),
                Goal.RatioAtLeast(0.9)),
        ];
    }

    private static double PerSecond(Func<Entry?> read)
    {
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < Reads; i++)
        {
            _ = read();
        }

        return Reads / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private static async Task<double> PerSecondAsync(Func<Task<Entry?>> read)
    {
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < Reads; i++)
        {
            _ = await read();
        }

        return Reads / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }
}
