using System.Globalization;

namespace Mutx.Bench.Rows;

/// <summary>
/// 100,000 lock files and 100,000 backups in 1,000 directories, planned and removed in one pass, beside find on the same
/// tree. find removes the lock files by name and length alone; we lock each, look at it again, and remove half of the
/// backups as well.
/// </summary>
internal sealed class HousekeepRow : Row
{
    private const int Rounds = 2;
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
        for (int i = 0; i < Rounds * 4; i++)
        {
            trees.Enqueue(Build(bench.PathOf($"tree{i}")));
        }

        new Command("sync", "-f", bench.Directory).Run();
        string usage = bench.PathOf("usage");
        string peak = bench.Peer("peak");
        double[] none = new double[Rounds], half = new double[Rounds], findLocks = new double[Rounds], findHalf = new double[Rounds];
        for (int i = 0; i < Rounds; i++)
        {
            none[i] = new Command(bench.Program, Housekeep(trees.Dequeue(), keep: 10)).Milliseconds();
            findLocks[i] = new Command("find", trees.Dequeue(), "-name", "*.lock", "-size", "0", "-delete").Milliseconds();
            half[i] = new Command(peak, [usage, bench.Program, .. Housekeep(trees.Dequeue(), keep: 5)]).Milliseconds();
            findHalf[i] = new Command("find", [trees.Dequeue(), .. SameFiles]).Milliseconds();
        }

        double memory = double.Parse(File.ReadAllText(usage), CultureInfo.InvariantCulture) / 1024;
        return
        [
            Figure.Of(
                "the locks go, of the backups none has to, beside `find DIR -name '*.lock' -size 0 -delete`",
                "ms", Pairs.Of(none, findLocks), Goal.RatioAtMost(2)),
            Figure.Of("the locks and half of the backups go, beside find that deletes the same files", "ms", Pairs.Of(half, findHalf), Goal.RatioAtMost(2)),
            Figure.Of("the same, beside find that deletes the locks alone", "ms", Pairs.Of(half, findLocks), Goal.None),
            Figure.Alone("peak memory", "MiB", memory, Goal.Below(100)),
        ];
    }

    private static string[] SameFiles =>
        ["(", "-name", "*.lock", "-size", "0", "-o", "-name", "*.2026010[1-5]_100000.mutx.backup", ")", "-delete"];

    private static string[] Housekeep(string tree, int keep) =>
        ["housekeep", "all", tree, "-r", "--keep-newest", keep.ToString(CultureInfo.InvariantCulture)];

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
