using System.Text;
using Mutx.Interleavings.Tests.Disks;
using Mutx.Interleavings.Tests.Scheduling;

namespace Mutx.Interleavings.Tests.Scenarios;

/// <summary>All that one run needs: a disk, time, processes and their actors, and what must always hold. Made anew for each run.</summary>
internal sealed class World : IDisposable
{
    /// <summary>Where the files lie that the actors work on.</summary>
    public const string Data = "/data";

    /// <summary>Where kernel locks lie.</summary>
    public const string Locks = "/locks";

    /// <summary>Below it each process has a directory of its own.</summary>
    public const string Own = "/own";

    /// <summary>How long a claim is respected that nobody keeps fresh.</summary>
    public static readonly TimeSpan StaleAfter = TimeSpan.FromMinutes(5);

    /// <summary>How long one sleeps who sleeps: everything is stale after it.</summary>
    public static readonly TimeSpan LongSleep = StaleAfter + TimeSpan.FromSeconds(1);

    private readonly TimeSpan _longSleep;
    private int _nextProcess = 101;

    public World(Scenario scenario, Strategy strategy, Rule without)
    {
        Without = without;
        _longSleep = scenario.LongSleep;
        ClaimStaleAfter = scenario.ClaimStaleAfter;
        Files = new SimulatedFilesystem(Clock);
        Files.MakeDirectory(Data);
        Files.MakeDirectory(Locks);
        Scheduler = new Scheduler(Files, Clock, strategy, scenario.LongSleep);
        Invariants = new Invariants(this, without);
        scenario.Arrange(this);
    }

    public TimeSpan ClaimStaleAfter { get; }

    /// <summary>The rule that is taken out.</summary>
    public Rule Without { get; }

    public SimulatedClock Clock { get; } = new();

    public SimulatedFilesystem Files { get; }

    public Scheduler Scheduler { get; }

    public Invariants Invariants { get; }

    public void Dispose() => Scheduler.Dispose();

    /// <summary>A process of its own with one thread that does something.</summary>
    public SimulatedDisk Add(string name, Action<SimulatedDisk> body, string host = "host")
    {
        SimulatedDisk disk = AddProcess(name, host);
        AddThread(name, disk, body);
        return disk;
    }

    /// <summary>A thread of a process.</summary>
    public void AddThread(string name, SimulatedDisk disk, Action<SimulatedDisk> body) =>
        Scheduler.AddActor(name, disk.Process, () =>
        {
            body(disk);
            disk.CloseOnDisk();
        });

    /// <summary>A process that did something before anybody else, and was killed then.</summary>
    /// <param name="name">The process.</param>
    /// <param name="body">What it did.</param>
    /// <param name="before">Before which step it was killed; null for after all of them.</param>
    public void AddDead(string name, Action<SimulatedDisk> body, Func<Call, bool>? before = null)
    {
        SimulatedDisk disk = AddProcess(name);
        Scheduler.DiesBefore = before;
        try
        {
            body(disk);
        }
        catch (ActorStopped)
        {
        }

        Scheduler.DiesBefore = null;
        Scheduler.Kill(disk.Process);
    }

    /// <summary>A process has been stopped for long when all begins.</summary>
    public void Oversleep(string name)
    {
        Scheduler.Processes.Single(each => each.Name == name).HasSlept = true;
        Clock.Now += _longSleep;
    }

    /// <summary>A directory that only one process uses.</summary>
    public string OwnDirectoryOf(SimulatedProcess process)
    {
        string directory = $"{Own}/{process.Name}";
        Files.MakeDirectory(directory);
        return directory;
    }

    public SimulatedDisk AddProcess(string name, string host = "host")
    {
        var process = new SimulatedProcess(name, _nextProcess++, host);
        Scheduler.Add(process);
        return WithoutRule.Disk(Without, Files, process, Scheduler);
    }

    /// <summary>Puts a file there before anybody acts.</summary>
    public Inode Put(string path, string content)
    {
        Inode directory = Files.MakeDirectory(Path.GetDirectoryName(path)!);
        Assert.Equal(0, Files.Create(directory, Path.GetFileName(path), Files.NextNumber++, UnixFileMode.UserRead | UnixFileMode.UserWrite, out Inode? file));
        file!.Content = Encoding.UTF8.GetBytes(content);
        return file;
    }

    public string? Read(string path) => Files.Find(path) is { } file ? Encoding.UTF8.GetString(file.Content) : null;

    public IEnumerable<string> NamesIn(string directory) => Files.Find(directory)!.Entries.Keys;
}
