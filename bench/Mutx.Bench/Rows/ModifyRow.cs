using System.Diagnostics;
using System.Globalization;
using Mutx.Bench.Modifying;

namespace Mutx.Bench.Rows;

/// <summary>How many durable changes a second a record of 1 KiB takes.</summary>
internal sealed class ModifyRow : Row
{
    private const int Rounds = 10;
    private const int Callers = 64;
    private const int Processes = 8;

    public override string Name => "modify";

    public override string Summary => "durable changes a second of a 1 KiB record, beside SQLite (WAL, synchronous FULL) and a polled lock file";

    public override IReadOnlyList<Figure> Measure(Workbench bench)
    {
        using IModifier ours = Modifiers.Create(Modifiers.Repository, bench.Directory);
        using IModifier polling = Modifiers.Create(Modifiers.Polling, bench.Directory);
        List<Figure> figures =
        [
            Figure.Of("one caller, beside a C program that replaces a file by the same steps", "per second", PairOfProcessesWithReplacements(bench, 1, 2000), Goal.RatioAtLeast(0.95)),
            Figure.Of("8 processes, beside 8 of that C program", "per second", PairOfProcessesWithReplacements(bench, Processes, 400), Goal.RatioAtLeast(0.95)),
            Figure.Of("one caller, beside a polled lock file", "per second", Pair(ours, polling, 1, 200), Goal.RatioAbove(1)),
            Figure.Of("8 processes, beside a polled lock file", "per second", PairOfProcesses(bench, Modifiers.Repository, Modifiers.Polling, 400, rounds: 3), Goal.RatioAbove(1)),
        ];
        if (!SqliteModifier.IsThere)
        {
            Console.WriteLine("  libsqlite3 is missing: nothing is measured beside it");
            return figures;
        }

        using IModifier sqlite = Modifiers.Create(Modifiers.Sqlite, bench.Directory);
        figures.AddRange(
        [
            Figure.Of("64 callers in one process, beside SQLite", "per second", Pair(ours, sqlite, Callers, 20), Goal.RatioAtLeast(3)),
            Figure.Of("one caller, beside SQLite", "per second", Pair(ours, sqlite, 1, 500), Goal.None),
            Figure.Of(
                "8 processes, beside SQLite",
                "per second", PairOfProcesses(bench, Modifiers.Repository, Modifiers.Sqlite, 400, Rounds / 2), Goal.None),
        ]);
        return figures;
    }

    private static Pairs Pair(IModifier ours, IModifier peer, int callers, int changes) => Pairs.Measure(
        Rounds, () => Modifiers.PerSecond(ours, callers, changes), () => Modifiers.PerSecond(peer, callers, changes));

    /// <summary>The floor under everything that keeps a record in a file and replaces it.</summary>
    private static Pairs PairOfProcessesWithReplacements(Workbench bench, int processes, int changes) => Pairs.Measure(
        Rounds / 2,
        () => Modifiers.PerSecondByProcesses(Modifiers.Repository, bench.Directory, processes, changes),
        () => ReplacementsPerSecond(bench, processes, changes));

    private static double ReplacementsPerSecond(Workbench bench, int processes, int changes)
    {
        // Compiled once, and before the clock runs: a program that is being written can't be started.
        Command replacements = Replacements(bench, changes);
        long start = Stopwatch.GetTimestamp();
        Task.WaitAll([.. Enumerable.Range(0, processes).Select(_ => Task.Factory.StartNew(
            () => replacements.Run(), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default))]);
        return processes * changes / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private static Command Replacements(Workbench bench, int changes) =>
        new(bench.Peer("replace"), bench.Directory, changes.ToString(CultureInfo.InvariantCulture));

    private static Pairs PairOfProcesses(Workbench bench, string ours, string peer, int changes, int rounds) => Pairs.Measure(
        rounds,
        () => Modifiers.PerSecondByProcesses(ours, bench.Directory, Processes, changes),
        () => Modifiers.PerSecondByProcesses(peer, bench.Directory, Processes, changes));
}
