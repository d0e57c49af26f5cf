using System.Globalization;

namespace Mutx.Bench.Rows;

/// <summary>
/// A directory ten times as large: what a lock file or backup costs to sweep, and what memory that takes, must not grow
/// with how many there are. In memory where the system has a place for that, since filesystems have costs of their own.
/// </summary>
internal sealed class LargeRow : Row
{
    private const string InMemory = "/dev/shm";
    private const int Small = 100_000;
    private const int Large = 1_000_000;
    private const int BackupsOfAFile = 10;

    public override string Name => "large";

    public override string Summary => "1,000,000 lock files and backups in one directory, beside 100,000";

    public override IReadOnlyList<Figure> Measure(Workbench bench)
    {
        string root = Directory.Exists(InMemory) ? InMemory : bench.Directory;
        string place = Directory.CreateDirectory(Path.Join(root, $"mutx-bench-{Guid.NewGuid():N}")).FullName;
        try
        {
            string usage = bench.PathOf("usage");
            double small = MicrosecondsEach(bench, Path.Join(place, "small"), usage, Small);
            double large = MicrosecondsEach(bench, Path.Join(place, "large"), usage, Large);
            double memory = double.Parse(File.ReadAllText(usage), CultureInfo.InvariantCulture) / 1024;
            return
            [
                Figure.Of("each of 1,000,000, beside each of 100,000", "µs", Pairs.Of([large], [small]), Goal.RatioAtMost(1.5)),
                Figure.Alone("peak memory for 1,000,000", "MiB", memory, Goal.Below(128)),
            ];
        }
        finally
        {
            Directory.Delete(place, recursive: true);
        }
    }

    private static double MicrosecondsEach(Workbench bench, string directory, string usage, int files)
    {
        Directory.CreateDirectory(directory);
        for (int i = 0; i < files / 2; i++)
        {
            string file = $"output{i / BackupsOfAFile:000000}.txt";
            File.Create(Path.Join(directory, $"s.a.files.{file}.{i:x8}.lock")).Dispose();
            File.Create(Path.Join(directory, $"{file}.202601{(i % BackupsOfAFile) + 1:00}_100000.mutx.backup")).Dispose();
        }

        var sweep = new Command(
            bench.Peer("peak"), usage, bench.Program, "housekeep", "all", directory, "-q", "--keep-newest", "5");
        return sweep.Milliseconds() * 1000 / files;
    }
}
