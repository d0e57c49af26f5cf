using System.Globalization;
using System.Text.RegularExpressions;

namespace Mutx.TestKit;

/// <summary>
/// Runs a program under strace: to see its system calls, in the order in which they ended, to make one fail, or to
/// stretch one so that a moment in the middle of it lasts.
/// </summary>
public sealed partial class Strace : IDisposable
{
    private readonly TempDirectory _directory;
    private readonly List<string> _options = [];

    public Strace()
    {
        Need.Package("strace", "strace");
        _directory = new TempDirectory();
    }

    public IReadOnlyList<SystemCall> Calls => Parse(File.ReadAllLines(Log));

    private string Log => _directory["log"];

    private string[] Options => ["-f", "-qq", "-y", "-s", "256", "-o", Log, .. _options];

    /// <summary>Only these calls; without it, all.</summary>
    public Strace Trace(string calls) => Add("-e", $"trace={calls}");

    /// <summary>Tampers with calls, in strace's own words: <c>fsync:error=EIO:when=1</c>.</summary>
    public Strace Inject(string expression) => Add("-e", $"inject={expression}");

    /// <summary>Only calls that touch this path.</summary>
    public Strace OnlyAt(string path) => Add("-P", path);

    public ProgramRun Around(ProgramRun run) => run.Under("strace", [.. Options, "--"]);

    /// <summary>
    /// A run of strace alone, on a program that runs already, until that ends. A call that it is blocked in then begins
    /// anew.
    /// </summary>
    public ProgramRun On(RunningProgram program)
    {
        Need.Root();
        return new ProgramRun("strace", [.. Options, "-p", program.Pid.ToString(CultureInfo.InvariantCulture)]);
    }

    public IEnumerable<SystemCall> Named(params string[] names) => Calls.Where(call => names.Contains(call.Name));

    /// <summary>
    /// The <c>when=N</c> that makes an injection hit the first such call of the next, equal run: strace counts the calls
    /// of each thread, and each kind of call, on its own.
    /// </summary>
    public string PointOf(Func<SystemCall, bool> wanted)
    {
        IReadOnlyList<SystemCall> calls = Calls;
        SystemCall hit = calls.First(wanted);
        int nth = calls.TakeWhile(call => !ReferenceEquals(call, hit)).Count(call => call.Pid == hit.Pid && call.Name == hit.Name) + 1;
        return $"when={nth}";
    }

    public void Dispose() => _directory.Dispose();

    private static List<SystemCall> Parse(string[] lines)
    {
        List<SystemCall> calls = [];
        Dictionary<int, string> unfinished = [];
        foreach (string line in lines)
        {
            if (LineShape().Match(line) is not { Success: true } match)
            {
                continue;
            }

            int pid = int.Parse(match.Groups["pid"].Value, CultureInfo.InvariantCulture);
            string text = match.Groups["text"].Value;
            if (text.EndsWith(" <unfinished ...>", StringComparison.Ordinal))
            {
                unfinished[pid] = text[..^" <unfinished ...>".Length];
                continue;
            }

            if (ResumedShape().Match(text) is { Success: true } resumed && unfinished.Remove(pid, out string? start))
            {
                text = start + resumed.Groups["rest"].Value;
            }

            if (CallShape().Match(text) is { Success: true } call)
            {
                calls.Add(new SystemCall(pid, call.Groups["name"].Value, call.Groups["arguments"].Value, call.Groups["result"].Value));
            }
        }

        return calls;
    }

    private Strace Add(params string[] options)
    {
        _options.AddRange(options);
        return this;
    }

    [GeneratedRegex(@"^(?<pid>\d+) +(?<text>.*)$", RegexOptions.Singleline)]
    private static partial Regex LineShape();

    [GeneratedRegex(@"^<\.\.\. \w+ resumed>(?<rest>.*)$", RegexOptions.Singleline)]
    private static partial Regex ResumedShape();

    [GeneratedRegex(@"^(?<name>\w+)\((?<arguments>.*)\) += (?<result>.*)$", RegexOptions.Singleline)]
    private static partial Regex CallShape();
}
