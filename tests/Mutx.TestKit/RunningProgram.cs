using System.Diagnostics;
using System.IO.Pipes;
using System.Text;

namespace Mutx.TestKit;

/// <summary>A started program: fed, watched, signalled and waited for. Disposing kills it if it still runs.</summary>
public sealed class RunningProgram : IDisposable
{
    private readonly ProgramRun _run;
    private readonly Process _process;
    private readonly Capture _output;
    private readonly Capture _error;
    private readonly long _start = Stopwatch.GetTimestamp();

    internal RunningProgram(ProgramRun run, Process process)
    {
        _run = run;
        _process = process;
        Pid = process.Id;
        _output = new Capture(process.StandardOutput.BaseStream);
        _error = new Capture(process.StandardError.BaseStream);
    }

    public int Pid { get; }

    public bool HasExited => _process.HasExited;

    /// <summary>Whether a signal has stopped it (SIGSTOP); false once it is continued or has ended.</summary>
    public bool IsStopped
    {
        get
        {
            // The state comes after the name, which is in parentheses and may hold any character.
            string stat = HasExited ? "" : File.ReadAllText($"/proc/{Pid}/stat");
            return stat.Length > 0 && stat[stat.LastIndexOf(')') + 2] == 'T';
        }
    }

    public string OutputSoFar => _output.Text;

    public string ErrorSoFar => _error.Text;

    /// <summary>How many bytes of what was fed the program has not read yet.</summary>
    public int UnreadInput => Posix.Readable(((PipeStream)_process.StandardInput.BaseStream).SafePipeHandle);

    public Task FeedAsync(string text) => FeedAsync(Encoding.UTF8.GetBytes(text));

    /// <summary>Writes to its standard input; a program that no longer listens is no error here.</summary>
    public async Task FeedAsync(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            Stream input = _process.StandardInput.BaseStream;
            await input.WriteAsync(bytes).ConfigureAwait(false);
            await input.FlushAsync().ConfigureAwait(false);
        }
        catch (IOException)
        {
            // The program ended without reading everything. Whether it may is for the test to say.
        }
    }

    public void CloseInput()
    {
        try
        {
            _process.StandardInput.Close();
        }
        catch (IOException)
        {
            // As above.
        }
    }

    public async Task FeedToEndAsync(ReadOnlyMemory<byte> bytes)
    {
        if (!bytes.IsEmpty)
        {
            await FeedAsync(bytes).ConfigureAwait(false);
        }

        CloseInput();
    }

    /// <summary>Waits until the program has read everything fed to it so far: it is up, and reading.</summary>
    public Task HasReadItsInput() =>
        Eventually.IsTrue(() => HasExited || UnreadInput == 0, $"{_run} has read its input");

    public Task OutputContains(string text) => Shows(_output, text, "standard output");

    public Task ErrorContains(string text) => Shows(_error, text, "standard error");

    public void Signal(Signal signal) => SendSignal(Pid, signal);

    /// <summary>Sends a signal to any process of the test's own; one that is gone already is no error.</summary>
    public static void SendSignal(int pid, Signal signal) => Posix.Kill(pid, (int)signal);

    /// <summary>Waits for its end and the end of its output; at the deadline kills it and fails.</summary>
    public async Task<ProgramResult> WaitAsync()
    {
        using CancellationTokenSource deadline = new(_run.Deadline);
        try
        {
            await _process.WaitForExitAsync(deadline.Token).ConfigureAwait(false);
            TimeSpan elapsed = Stopwatch.GetElapsedTime(_start);
            await Task.WhenAll(_output.Finished, _error.Finished).WaitAsync(deadline.Token).ConfigureAwait(false);
            return new ProgramResult(_run.ToString(), _process.ExitCode, _output.Bytes, _error.Text, elapsed);
        }
        catch (OperationCanceledException)
        {
            _process.Kill(entireProcessTree: true);
            throw new TimeoutException(
                $"{_run} did not end within {_run.Deadline.TotalSeconds:0} s and was killed.\nstandard output: {OutputSoFar}\nstandard error: {ErrorSoFar}");
        }
    }

    public void Dispose()
    {
        CloseInput();
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
        }

        _process.Dispose();
    }

    private async Task Shows(Capture capture, string text, string where)
    {
        try
        {
            await capture.ContainsAsync(text).WaitAsync(_run.Deadline).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            throw new TimeoutException($"{_run} never wrote '{text}' to {where}; it wrote: {capture.Text}");
        }
    }
}
