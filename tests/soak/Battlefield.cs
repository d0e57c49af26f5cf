using System.Buffers.Binary;
using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Mutx.Soak;

/// <summary>Starts the contenders, kills and stops them at random, and adds up.</summary>
internal sealed partial class Battlefield : IDisposable
{
    private const int Kill = 9;
    private const int Continue = 18;
    private const int Stop = 19;
    private const int LeastKills = 3;
    private const int LeastStops = 3;
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    private readonly string _directory;
    private readonly string _method;
    private readonly List<Process> _contenders = [];
    private readonly Random _random = new();
    private int _kills;
    private int _stops;
    private int _overlaps;
    private int _unexpected;

    public Battlefield(string directory, string method, int processes)
    {
        _directory = directory;
        _method = method;
        Directory.CreateDirectory(Path.Join(directory, "locks"));
        for (int i = 0; i < processes; i++)
        {
            _contenders.Add(Start());
        }
    }

    public Figures Run(TimeSpan time)
    {
        using var sweeper = new Sweeper(_directory);
        long start = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(start) < time || _kills < LeastKills || _stops < LeastStops)
        {
            Process victim = _contenders[_random.Next(_contenders.Count)];
            if (_random.Next(4) == 0)
            {
                Replace(victim);
            }
            else
            {
                Send(victim, Stop);
                _stops++;
                Thread.Sleep(_random.Next(30));
                Send(victim, Continue);
            }

            Thread.Sleep(_random.Next(60));
        }

        foreach (Process contender in _contenders)
        {
            contender.StandardInput.Close();
        }

        foreach (Process contender in _contenders)
        {
            Await(contender);
            _unexpected += contender.ExitCode is 0 or 70 ? 0 : 1;
        }

        return Add(sweeper.Removed);
    }

    public void Dispose()
    {
        foreach (Process contender in _contenders)
        {
            if (!contender.HasExited)
            {
                contender.Kill();
            }

            contender.Dispose();
        }
    }

    private Process Start()
    {
        Process process = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, ["contend", _directory, _method])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        Occupancy.ForgetKilled(_directory, process.Id);
        process.ErrorDataReceived += (_, line) =>
        {
            if (line.Data is { } text)
            {
                Interlocked.Increment(ref _overlaps);
                Console.Error.WriteLine(text);
            }
        };
        process.BeginErrorReadLine();
        return process.StandardOutput.ReadLine() == "ready"
            ? process
            : throw new InvalidOperationException("a contender did not come up");
    }

    private void Replace(Process victim)
    {
        Occupancy.SayKilled(_directory, victim.Id);
        Send(victim, Kill);
        _kills++;
        Await(victim);
        Save(victim.Id);
        _contenders.Remove(victim);
        victim.Dispose();
        _contenders.Add(Start());
    }

    /// <summary>What a dead one had counted, out of the way of one that gets its number.</summary>
    private void Save(int pid)
    {
        string done = Path.Join(_directory, $"done.{pid}");
        if (File.Exists(done))
        {
            File.Move(done, $"{done}.{_kills}");
        }
    }

    private Figures Add(long removed)
    {
        using var occupancy = new Occupancy(_directory);
        long done = Directory.EnumerateFiles(_directory, "done.*").Sum(path =>
            File.ReadAllBytes(path) is { Length: sizeof(long) } bytes ? BinaryPrimitives.ReadInt64LittleEndian(bytes) : 0);
        return new Figures(_contenders.Count, occupancy.Count, done, _kills, _stops, removed, _overlaps, _unexpected);
    }

    private static void Await(Process process)
    {
        if (!process.WaitForExit(Deadline))
        {
            throw new TimeoutException($"contender {process.Id} did not end within {Deadline.TotalSeconds:0} s");
        }

        process.WaitForExit();
    }

    private static void Send(Process process, int signal) => _ = SendSignal(process.Id, signal);

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int SendSignal(int pid, int signal);
}
