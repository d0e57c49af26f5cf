using System.Diagnostics;
using System.Text;

namespace Mutx.TestKit;

/// <summary>
/// One run of a program, described: what, with which arguments, environment, directory and input. Immutable; the
/// environment is exactly what is given here, so nothing of the developer's leaks in.
/// </summary>
public sealed record ProgramRun(string FileName, IReadOnlyList<string> Arguments)
{
    public static readonly TimeSpan DefaultDeadline = TimeSpan.FromSeconds(30);

    public string? WorkingDirectory { get; init; }

    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>What the program gets on standard input before its end; nothing unless given.</summary>
    public ReadOnlyMemory<byte> InputBytes { get; init; }

    /// <summary>After this long the program and its children are killed and the test fails.</summary>
    public TimeSpan Deadline { get; init; } = DefaultDeadline;

    public ProgramRun Input(string text) => this with { InputBytes = Encoding.UTF8.GetBytes(text) };

    public ProgramRun Input(ReadOnlyMemory<byte> bytes) => this with { InputBytes = bytes };

    public ProgramRun With(string variable, string value) =>
        this with { Environment = new Dictionary<string, string>(Environment) { [variable] = value } };

    public ProgramRun Without(string variable)
    {
        Dictionary<string, string> rest = new(Environment);
        rest.Remove(variable);
        return this with { Environment = rest };
    }

    public ProgramRun In(string directory) => this with { WorkingDirectory = directory };

    /// <summary>The same run with another program in front that starts it: strace, setpriv, env.</summary>
    public ProgramRun Under(string program, params IReadOnlyList<string> options) =>
        this with { FileName = program, Arguments = [.. options, FileName, .. Arguments] };

    /// <summary>The same run as the user nobody.</summary>
    public ProgramRun AsNobody() => As(Sandbox.Nobody);

    /// <summary>The same run as a user, known to the system or not, with a group of the same number and these others.</summary>
    public ProgramRun As(int user, params int[] groups)
    {
        Need.Root();
        Need.Package("setpriv", "util-linux");
        string others = groups.Length == 0 ? "--clear-groups" : $"--groups={string.Join(',', groups)}";
        return Under("setpriv", $"--reuid={user}", $"--regid={user}", others);
    }

    /// <summary>Starts it and leaves its standard input open for the test to feed.</summary>
    public RunningProgram Start() => new(this, Process.Start(StartInfo())!);

    /// <summary>Runs it to its end.</summary>
    public async Task<ProgramResult> RunAsync()
    {
        using RunningProgram running = Start();
        Task feeding = running.FeedToEndAsync(InputBytes);
        ProgramResult result = await running.WaitAsync().ConfigureAwait(false);
        await feeding.ConfigureAwait(false);
        return result;
    }

    public override string ToString() => string.Join(' ', Arguments.Prepend(FileName));

    private ProcessStartInfo StartInfo()
    {
        ProcessStartInfo info = new(FileName, Arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = WorkingDirectory ?? "",
        };
        info.Environment.Clear();
        foreach ((string name, string value) in Environment)
        {
            info.Environment[name] = value;
        }

        return info;
    }
}
