using System.Globalization;

namespace Mutx.Processes.Tests;

/// <summary>Lock files are removed while they are in use all the time, and still nobody is ever inside together with another.</summary>
public sealed class HousekeepingBesideLockers
{
    private const int Lockers = 8;
    private const int Housekeepers = 2;

    /// <summary>How long it goes on, in seconds; MUTX_TEST_SECONDS makes it longer.</summary>
    private static double Seconds =>
        double.TryParse(Environment.GetEnvironmentVariable("MUTX_TEST_SECONDS"), CultureInfo.InvariantCulture, out double seconds) ? seconds : 5;

    [Fact]
    public async Task Eight_processes_take_turns_on_four_paths_and_two_that_keep_house_in_a_tight_loop_break_nothing()
    {
        using Sandbox sandbox = new();
        Directory.CreateDirectory(sandbox.LockDirectory);
        List<RunningProgram> running = [];
        try
        {
            running.AddRange(Enumerable.Range(0, Lockers).Select(_ => Long(sandbox.TestHost("take-turns", sandbox.Files.Path)).Start()));
            running.AddRange(Enumerable.Range(0, Housekeepers).Select(_ => Long(sandbox.TestHost("keep-house", sandbox.LockDirectory)).Start()));
            await Task.WhenAll(running.Select(each => each.OutputContains("ready")));
            await Task.Delay(TimeSpan.FromSeconds(Seconds), TestContext.Current.CancellationToken);
            running.ForEach(each => each.CloseInput());

            int turns = 0;
            int removed = 0;
            foreach (RunningProgram each in running)
            {
                string[] words = (await each.WaitAsync()).AssertStatus(0).Output.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries);
                Assert.Equal("0", words[^1]);
                int count = int.Parse(words[^3], CultureInfo.InvariantCulture);
                Assert.True(count > 0, $"{string.Join(' ', words)}: nothing happened");
                turns += words.Contains("turns") ? count : 0;
                removed += words.Contains("removed") ? count : 0;
            }

            TestContext.Current.TestOutputHelper?.WriteLine($"{turns} turns, {removed} lock files removed, {Seconds} s");
        }
        finally
        {
            running.ForEach(each => each.Dispose());
        }
    }

    private static ProgramRun Long(ProgramRun run) => run with { Deadline = TimeSpan.FromSeconds(Seconds) + ProgramRun.DefaultDeadline };
}
