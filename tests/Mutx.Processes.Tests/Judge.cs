using System.Globalization;

namespace Mutx.Processes.Tests;

/// <summary>A process that takes, looks at and gives back claims on command, and stops itself before a step of that if told to.</summary>
internal sealed class Judge(RunningProgram program) : IDisposable
{
    private int _answers;

    public RunningProgram Program { get; } = program;

    public static Judge Start(Sandbox sandbox, string[] arguments, int host) =>
        new((sandbox.TestHost(arguments) with { Deadline = TimeSpan.FromMinutes(10) })
            .With("MUTX_LOCK_DIR", Path.Combine(sandbox.LockDirectory, $"host-{host}")).Start());

    public async Task<bool> Try(int steps, int timeout) =>
        await Ask(string.Create(CultureInfo.InvariantCulture, $"try {steps} {timeout}\n")) == "won";

    /// <summary>Takes the last look before a commit.</summary>
    /// <returns>Whether the lock is found to be held.</returns>
    public async Task<bool> Look(int steps) =>
        await Ask(string.Create(CultureInfo.InvariantCulture, $"look {steps}\n")) == "held";

    public async Task Release(int steps = 0) =>
        Assert.Equal("released", await Ask(string.Create(CultureInfo.InvariantCulture, $"release {steps}\n")));

    public async Task<bool> StopsOrAnswers(Task answer)
    {
        await Eventually.IsTrue(() => answer.IsCompleted || Program.IsStopped, "the judge stops or answers");
        return !answer.IsCompleted;
    }

    public void Dispose()
    {
        Program.Signal(Signal.Continue);
        Program.Dispose();
    }

    private async Task<string> Ask(string question)
    {
        await Program.OutputContains("ready");
        await Program.FeedAsync(question);
        int index = 1 + _answers++;
        await Eventually.IsTrue(() => Program.OutputSoFar.Count(c => c == '\n') > index || Program.HasExited, "the judge answers");
        Assert.Equal("", Program.ErrorSoFar);
        return Program.OutputSoFar.Split('\n')[index];
    }
}
