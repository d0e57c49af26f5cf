using System.Diagnostics;

namespace Mutx.Providers.Tests.Servers;

/// <summary>A server that a test started: looked after by its process id, and gone at the end.</summary>
internal sealed class ServerProcess : IDisposable
{
    private readonly ProgramRun _run;
    private RunningProgram _running;

    public ServerProcess(string program, params IReadOnlyList<string> arguments)
    {
        _run = new ProgramRun(program, arguments)
        {
            Environment = new Dictionary<string, string> { ["PATH"] = "/usr/sbin:/usr/bin:/sbin:/bin", ["LANG"] = "C.UTF-8" },
        };
        _running = _run.Start();
    }

    public int Pid => _running.Pid;

    public bool HasExited => _running.HasExited;

    public string Output => $"{_run}\n{_running.OutputSoFar}\n{_running.ErrorSoFar}";

    /// <summary>Waits until a fact holds, or says what the server said when it ended before.</summary>
    public async Task UntilAsync(Func<Task<bool>> isUp)
    {
        long start = Stopwatch.GetTimestamp();
        while (true)
        {
            // Asked before: it may end while it is asked whether it is up.
            bool hasEnded = HasExited;
            if (await IsUpAsync(isUp))
            {
                return;
            }

            if (hasEnded || Stopwatch.GetElapsedTime(start) > TimeSpan.FromMinutes(1))
            {
                throw new InvalidOperationException($"the server didn't come up: {Output}");
            }

            await Task.Delay(20);
        }
    }

    public void Signal(Signal signal) => _running.Signal(signal);

    /// <summary>SIGKILL, and waits until it is gone.</summary>
    public async Task KillAsync()
    {
        _running.Signal(TestKit.Signal.Kill);
        await Eventually.IsTrue(() => _running.HasExited, "the killed server is gone");
    }

    /// <summary>The same again, after it has ended.</summary>
    public void StartAgain()
    {
        _running.Dispose();
        _running = _run.Start();
    }

    public void Dispose()
    {
        // A stopped process takes no notice of anything but this.
        _running.Signal(TestKit.Signal.Kill);
        _running.Dispose();
    }

    private static async Task<bool> IsUpAsync(Func<Task<bool>> isUp)
    {
        try
        {
            return await isUp();
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            return false;
        }
    }
}
