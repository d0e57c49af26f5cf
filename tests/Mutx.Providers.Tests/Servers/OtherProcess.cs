using System.Globalization;

namespace Mutx.Providers.Tests.Servers;

/// <summary>A process of tests/Mutx.Providers.Host: what it says comes in lines of a word and what belongs to it.</summary>
internal sealed class OtherProcess : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly RunningProgram _running;
    private int _read;

    private OtherProcess(ProgramRun run) => _running = run.Start();

    /// <param name="provider">As the host takes it: <c>postgres CONNECTION</c>, <c>etcd SECONDS ENDPOINTS</c>.</param>
    /// <param name="command">What it is to do.</param>
    public static OtherProcess Start(string provider, params string[] command) => new(Run(provider, command));

    /// <summary>The same in a network namespace.</summary>
    public static OtherProcess StartIn(string networkNamespace, string provider, params string[] command) =>
        new(TwoNetworks.In(networkNamespace, Run(provider, command)));

    public void Signal(Signal signal) => _running.Signal(signal);

    public Task SayAsync(string line) => _running.FeedAsync($"{line}\n");

    /// <summary>The rest of the next line that begins with a word; lines before it are read over.</summary>
    public async Task<string[]> SaysAsync(string word)
    {
        string? found = null;
        long deadline = Environment.TickCount64 + (long)Patience.TotalMilliseconds;
        while (found is null)
        {
            if (Environment.TickCount64 > deadline || (_running.HasExited && NextLine() is null))
            {
                throw new TimeoutException($"the other process never said '{word}'; it said: {_running.OutputSoFar}\n{_running.ErrorSoFar}");
            }

            if (NextLine() is not { } line)
            {
                await Task.Delay(5);
                continue;
            }

            _read += line.Length + 1;
            found = line.Split(' ')[0] == word ? line : null;
        }

        return found.Split(' ')[1..];
    }

    /// <summary>Says a line, and waits for the answer.</summary>
    public async Task<string> AskAsync(string line, string word)
    {
        await SayAsync(line);
        return (await SaysAsync(word))[^1];
    }

    /// <summary>Whether it has said a word by now, in what hasn't been read.</summary>
    public bool HasSaid(string word) => _running.OutputSoFar[_read..].Split('\n').Any(line => line.Split(' ')[0] == word);

    /// <summary>Waits for its end, and gives all it said.</summary>
    public async Task<string> EndAsync()
    {
        _running.CloseInput();
        return (await _running.WaitAsync()).AssertStatus(0).Output;
    }

    public void Dispose()
    {
        _running.Signal(TestKit.Signal.Continue);
        _running.Dispose();
    }

    /// <summary>A moment that it said, in milliseconds of the clock that all processes share.</summary>
    public static double Moment(string[] words) => double.Parse(words[^1], CultureInfo.InvariantCulture);

    /// <summary>The moment now, of the same clock.</summary>
    public static double Now() => System.Diagnostics.Stopwatch.GetTimestamp() * 1000.0 / System.Diagnostics.Stopwatch.Frequency;

    private string? NextLine()
    {
        string rest = _running.OutputSoFar[_read..];
        int end = rest.IndexOf('\n', StringComparison.Ordinal);
        return end < 0 ? null : rest[..end];
    }

    private static ProgramRun Run(string provider, string[] command) => new(Repository.Executable("Mutx.Providers.Host"), [provider, .. command])
    {
        Environment = new Dictionary<string, string>
        {
            ["PATH"] = "/usr/sbin:/usr/bin:/sbin:/bin",
            ["DOTNET_ROOT"] = Repository.DotnetRoot,
        },
        Deadline = TimeSpan.FromMinutes(10),
    };
}
