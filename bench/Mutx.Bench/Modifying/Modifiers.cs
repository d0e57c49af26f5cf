using System.Diagnostics;
using System.Globalization;

namespace Mutx.Bench.Modifying;

/// <summary>The ways to change a record that are compared, and how many changes a second each makes.</summary>
internal static class Modifiers
{
    public const string Repository = "repository";
    public const string Sqlite = "sqlite";
    public const string Polling = "polling";

    private const int WarmUp = 200;

    /// <summary>The first argument of this program when it is one of several that change a record.</summary>
    public const string WorkerArgument = "--modify";

    public static IModifier Create(string kind, string directory) => kind switch
    {
        Repository => new RepositoryModifier(directory),
        Sqlite => new SqliteModifier(directory),
        Polling => new PollingModifier(directory),
        _ => throw new ArgumentException($"there is no way '{kind}'", nameof(kind)),
    };

    /// <summary>Changes a second by callers of this process, each of which makes one change after the other.</summary>
    public static double PerSecond(IModifier modifier, int callers, int changes)
    {
        long start = Stopwatch.GetTimestamp();
        Task.WaitAll([.. Enumerable.Range(0, callers).Select(_ => Task.Run(() => RepeatAsync(modifier, changes)))]);
        return callers * changes / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    /// <summary>Changes a second by several processes; they start together, when all of them are ready.</summary>
    public static double PerSecondByProcesses(string kind, string directory, int processes, int changes)
    {
        List<Process> workers = [];
        for (int i = 0; i < processes; i++)
        {
            workers.Add(Process.Start(new ProcessStartInfo(
                Environment.ProcessPath!, [WorkerArgument, kind, directory, changes.ToString(CultureInfo.InvariantCulture)])
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,

                // Compiled for good at once, the framework too: their compilers would else go on for seconds, and take the
                // processors.
                Environment = { ["DOTNET_TieredCompilation"] = "0", ["DOTNET_ReadyToRun"] = "0" },
            })!);
        }

        workers.ForEach(worker => worker.StandardOutput.ReadLine());
        long start = Stopwatch.GetTimestamp();
        workers.ForEach(worker => worker.StandardInput.Close());
        workers.ForEach(worker => worker.WaitForExit());
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        bool failed = workers.Exists(worker => worker.ExitCode != 0);
        workers.ForEach(worker => worker.Dispose());
        return failed ? throw new InvalidOperationException($"a worker of {kind} failed") : processes * changes / seconds;
    }

    /// <summary>What a worker does: gets warm, says so, waits for the start, works.</summary>
    public static async Task<int> WorkAsync(string kind, string directory, int changes)
    {
        using IModifier modifier = Create(kind, directory);
        await RepeatAsync(modifier, WarmUp);
        Console.WriteLine("ready");
        await Console.In.ReadToEndAsync();
        await RepeatAsync(modifier, changes);
        return 0;
    }

    private static async Task RepeatAsync(IModifier modifier, int changes)
    {
        for (int i = 0; i < changes; i++)
        {
            await modifier.ModifyAsync();
        }
    }
}
