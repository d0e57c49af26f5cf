using System.Diagnostics;

namespace Mutx.Bench;

/// <summary>
/// A command line whose run is timed, from just before it is started until it has ended. It is started by posix_spawn:
/// System.Diagnostics.Process would add its own threads and signals to the time.
/// </summary>
internal sealed class Command(string file, params string[] arguments)
{
    /// <summary>What it gets on standard input, through a pipe; at most 64 KiB. Nothing: /dev/null.</summary>
    public byte[]? Input { get; init; }

    /// <summary>Where its standard output goes.</summary>
    public string Output { get; init; } = "/dev/null";

    /// <summary>Where it runs; null: where this process does.</summary>
    public string? Directory { get; init; }

    /// <summary>Runs it, and returns how long that took. Any status but 0 ends the benchmark: it would measure a failure.</summary>
    public TimeSpan Run()
    {
        using Spawn spawn = new(Output);
        if (Directory is not null)
        {
            spawn.ChangeTo(Directory);
        }

        if (Input is not null)
        {
            spawn.FeedInput(Input);
        }

        long start = Stopwatch.GetTimestamp();
        int process = spawn.Start(file, [file, .. arguments]);
        int status = Spawn.Wait(process);
        TimeSpan time = Stopwatch.GetElapsedTime(start);
        return status == 0 ? time : throw new InvalidOperationException($"'{this}' ended with wait status 0x{status:x}");
    }

    /// <summary><see cref="Run"/> in milliseconds, the form <see cref="Pairs"/> takes.</summary>
    public double Milliseconds() => Run().TotalMilliseconds;

    public override string ToString() => string.Join(' ', [file, .. arguments]);
}
