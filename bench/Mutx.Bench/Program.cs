using System.Globalization;
using Mutx.Bench;
using Mutx.Bench.Modifying;

if (args is [Modifiers.WorkerArgument, string kind, string directory, string changes])
{
    return await Modifiers.WorkAsync(kind, directory, int.Parse(changes, CultureInfo.InvariantCulture));
}

// Mutx.Bench ROOT [--list | ROW...], or --part NAME FILE for the other side of a row about locks
if (args is ["--part", string part, string lockFile])
{
    return await LockParts.RunAsync(part, lockFile).ConfigureAwait(false);
}

string root = args[0];
string[] names = args[1..];
if (names is ["--list"])
{
    foreach (Row row in AllRows.InOrder)
    {
        Console.WriteLine($"{row.Name,-16} {row.Summary}");
    }

    return 0;
}

if (names.FirstOrDefault(name => AllRows.InOrder.All(row => row.Name != name)) is { } unknown)
{
    Console.Error.WriteLine($"bench: there is no row '{unknown}'; there are: {string.Join(", ", AllRows.InOrder.Select(row => row.Name))}");
    return 1;
}

if (Machine.Load is { } load && load > Environment.ProcessorCount)
{
    Console.Error.WriteLine($"bench: the machine is busy (load {load}): times under a few milliseconds will be far off");
}

ResultFile results = ResultFile.OfToday(Path.Combine(root, "bench", "results"));
bool allMet = true;
foreach (Row row in AllRows.InOrder.Where(row => names.Length == 0 || names.Contains(row.Name)))
{
    using Workbench bench = new(root);
    Console.WriteLine($"{row.Name}: {row.Summary}");
    IReadOnlyList<Figure> figures = row.Measure(bench);
    foreach (Figure figure in figures)
    {
        Console.WriteLine($"  {figure}");
        allMet &= figure.IsMet;
    }

    results.Enter(row.Name, figures);
}

Console.WriteLine($"entered in {Path.GetRelativePath(Environment.CurrentDirectory, results.FullPath)}");
return allMet ? 0 : 2;
