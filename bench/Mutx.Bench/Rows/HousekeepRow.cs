using System.Globalization;

namespace Mutx.Bench.Rows;

/// <summary>
/// 100,000 lock files and 100,000 backups in 1,000 directories, planned and removed in one pass, beside find on the same
/// tree. find removes the lock files by name and length alone; we lock each, look at it again, and remove half of the
/// backups as well.
/// </summary>
internal sealed class HousekeepRow : Row
{
    private const int Rounds = 3;
    private const int Directories = 1000;
    private const int LocksEach = 100;
    private const int FilesEach = 10;
    private const int BackupsOfAFile = 10;

    public override string Name => "housekeep";

    public override string Summary => "100,000 lock files and 100,000 backups";

    public override IReadOnlyList<Figure> Measure(Workbench bench)
    {
        // All trees are built before anything is removed: some filesystems are slow to create files after that.
        var trees = new Queue<string>();
        for (int i = 0; i < (Rounds + 1) * 3; i++)
        {
            trees.Enqueue(Build(bench.PathOf($"tree{i}")));
        }

        new Command("sync", "-f", bench.Directory).Run();
        string usage = bench.PathOf("usage");
        new Command(bench.Peer("peak"), [usage, bench.Program, .. All(trees.Dequeue())]).Run();
        double memory = double.Parse(File.ReadAllText(usage), CultureInfo.InvariantCulture) / 1024;
        Find(trees.Dequeue());
        Locks(bench, trees.Dequeue());

        double[] all = new double[Rounds], find = new double[Rounds], locks = new double[Rounds];
        for (int i = 0; i < Rounds; i++)
        {
            all[i] = new Command(bench.Program, All(trees.Dequeue())).Milliseconds();
            find[i] = Find(trees.Dequeue());
            locks[i] = Locks(bench, trees.Dequeue());
        }

        return
        [
            Figure.Of(
                "locks, and all backups but the newest 5 of each file, beside `find DIR -name '*.lock' -size 0 -delete`",
                "ms", Pairs.Of(all, find), Goal.RatioAtMost(2)),
            Figure.Of("the lock files alone, beside the same", "ms", Pairs.Of(locks, find), Goal.RatioAtMost(2)),
            Figure.Alone("peak memory", "MiB", memory, Goal.Below(100)),
        ];
    }

    private static string[] All(string tree) => ["housekeep", "all", tree, "-r", "--keep-newest", "5"];

    private static double Find(string tree) =>
        new Command("find", tree, "-name", "*.lock", "-size", "0", "-delete").Milliseconds();

    private static double Locks(Workbench bench, string tree) =>
        new Command(bench.Program, "housekeep", "locks", tree, "-r").Milliseconds();

    private static string Build(string tree)
    {
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

        return tree;
    }
}
