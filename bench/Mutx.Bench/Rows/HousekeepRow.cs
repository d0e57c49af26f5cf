using System.Globalization;

namespace Mutx.Bench.Rows;

/// <summary>
/// 100,000 lock files and 100,000 backups in 1,000 directories, planned and removed in one pass, beside find on the same
/// tree. find removes the lock files by name and length alone; we lock each, look at it again, and remove half of the
/// backups as well.
/// </summary>
internal sealed class HousekeepRow : Row
{
    private const int Count = 3;
    private const int Directories = 1000;
    private const int LocksEach = 100;
    private const int FilesEach = 10;
    private const int BackupsOfAFile = 10;

    public override string Name => "housekeep";

    public override string Summary => "100,000 lock files and 100,000 backups";

    public override IReadOnlyList<Figure> Measure(Workbench bench)
    {
        string tree = bench.PathOf("tree");
        Command find = new("find", tree, "-name", "*.lock", "-size", "0", "-delete");
        Command all = new(bench.Program, "housekeep", "all", tree, "-r", "--keep-newest", "5");
        Command locks = new(bench.Program, "housekeep", "locks", tree, "-r");
        string usage = bench.PathOf("usage");
        Command counted = new(bench.Peer("peak"), usage, bench.Program, "housekeep", "all", tree, "-r", "--keep-newest", "5");
        Time(tree, counted);
        double memory = double.Parse(File.ReadAllText(usage), CultureInfo.InvariantCulture) / 1024;
        return
        [
            Figure.Of(
                "locks, and all backups but the newest 5 of each file, beside `find DIR -name '*.lock' -size 0 -delete`",
                "ms", Pairs.Measure(Count, () => Time(tree, all), () => Time(tree, find)), Goal.RatioAtMost(2)),
            Figure.Of(
                "the lock files alone, beside the same",
                "ms", Pairs.Measure(Count, () => Time(tree, locks), () => Time(tree, find)), Goal.RatioAtMost(2)),
            Figure.Alone("peak memory", "MiB", memory, Goal.Below(100)),
        ];
    }

    /// <summary>Times a command on a new tree that has reached the disk; building it isn't counted.</summary>
    private static double Time(string tree, Command command)
    {
        if (Directory.Exists(tree))
        {
            Directory.Delete(tree, recursive: true);
        }

        for (int d = 0; d < Directories; d++)
        {
            string directory = Directory.CreateDirectory(Path.Combine(tree, $"d{d:0000}")).FullName;
            for (int i = 0; i < LocksEach; i++)
            {
                File.Create(Path.Combine(directory, $"s.a.d.files.output{i:00}.txt.{(d * LocksEach) + i:x8}.lock")).Dispose();
            }

            for (int i = 0; i < FilesEach * BackupsOfAFile; i++)
            {
                string name = $"output{i / BackupsOfAFile:00}.txt.202601{(i % BackupsOfAFile) + 1:00}_100000.mutx.backup";
                File.WriteAllText(Path.Combine(directory, name), "old content");
            }
        }

        new Command("sync", "-f", tree).Run();
        return command.Milliseconds();
    }
}
