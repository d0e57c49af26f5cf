using System.Globalization;

namespace Mutx.Bench;

/// <summary>
/// The figures of one day as a table in Markdown. A row that is measured again replaces its lines; the lines of other
/// rows stay, so that the table can be filled row by row.
/// </summary>
internal sealed class ResultFile
{
    private const string TableHead = "| row | measured | ours | peer | ratio | goal | met |";
    private const string TableRule = "|---|---|---:|---:|---:|---|---|";

    private ResultFile(string fullPath) => FullPath = fullPath;

    public string FullPath { get; }

    public static ResultFile OfToday(string directory)
    {
        Directory.CreateDirectory(directory);
        string name = DateTime.Now.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) + ".md";
        return new ResultFile(Path.Combine(directory, name));
    }

    public void Enter(string row, IReadOnlyList<Figure> figures)
    {
        string start = $"| {row} |";
        List<string> lines = File.Exists(FullPath)
            ? [.. File.ReadLines(FullPath).Where(line => line.StartsWith("| ", StringComparison.Ordinal) && line != TableHead && !line.StartsWith(start, StringComparison.Ordinal))]
            : [];
        lines.AddRange(figures.Select(figure => $"{start} {figure.ToCells()} |"));
        IEnumerable<string> inOrder = AllRows.InOrder.SelectMany(
            known => lines.Where(line => line.StartsWith($"| {known.Name} |", StringComparison.Ordinal)));
        File.WriteAllLines(FullPath, [.. Preamble(), TableHead, TableRule, .. inOrder]);
    }

    private IEnumerable<string> Preamble() =>
    [
        $"# Benchmark of {Path.GetFileNameWithoutExtension(FullPath)}",
        "",
        $"Measured by `bench/run.sh` on {Machine.Description}. Each",
        "ratio is the median of the ratios of pairs run in turns, in brackets the middle half of them; values are medians.",
        "",
    ];
}
