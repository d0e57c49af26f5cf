namespace Mutx.Powercut;

/// <summary>Writers at work, a cut, a look at what is left; and again.</summary>
internal sealed class Experiment(Volume volume, IWriter writer, bool stopped)
{
    private const int Writers = 2;
    private const int FilesOfAWriter = 3;
    private const int WritesWhenStopped = 3;

    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    private readonly Dictionary<string, int> _acknowledged = [];
    private readonly Lock _gate = new();
    private readonly Random _random = new();
    private int _version;
    private volatile bool _down;

    public Verdict Verdict { get; } = new();

    public void Run(int cuts)
    {
        for (int cut = 0; cut < cuts; cut++)
        {
            _down = false;
            using var enough = new CountdownEvent(Writers);
            Task[] writing = [.. Enumerable.Range(0, Writers).Select(i => Task.Factory.StartNew(
                () => Write(i, enough), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default))];
            enough.Wait();
            if (stopped)
            {
                Task.WaitAll(writing);
            }
            else
            {
                // Not to wait for anything: only to fall into different moments of the writes that are under way.
                Thread.Sleep(TimeSpan.FromMilliseconds(_random.NextDouble() * 8));
            }

            Dictionary<string, int> before = Sample();
            volume.Cut();
            _down = true;
            Task.WaitAll(writing);
            Judge(volume.Recover(), before);
            volume.Resume();
        }
    }

    /// <summary>Writes its files in turn until the power is cut, each time a new version; says when it has written a few.</summary>
    private void Write(int number, CountdownEvent enough)
    {
        int writes = 0;
        try
        {
            while (!_down && !(stopped && writes == WritesWhenStopped))
            {
                string file = $"file{number}{writes % FilesOfAWriter}";
                int version = Interlocked.Increment(ref _version);
                if (writer.TryWrite(Path.Join(volume.Directory, file), Sheet.Of(file, version)))
                {
                    lock (_gate)
                    {
                        _acknowledged[file] = version;
                    }

                    Verdict.Acknowledge();
                }
                else if (stopped || !SpinWait.SpinUntil(() => _down, Deadline))
                {
                    throw new InvalidOperationException($"{file} could not be written, and nothing had been cut");
                }

                writes++;
                if (writes == WritesWhenStopped)
                {
                    enough.Signal();
                }
            }
        }
        catch when (writes < WritesWhenStopped)
        {
            enough.Signal();
            throw;
        }
    }

    private Dictionary<string, int> Sample()
    {
        lock (_gate)
        {
            return new Dictionary<string, int>(_acknowledged);
        }
    }

    private void Judge(string directory, Dictionary<string, int> acknowledged)
    {
        int lost = 0, torn = 0, empty = 0;
        foreach ((string file, int version) in acknowledged)
        {
            string path = Path.Join(directory, file);
            byte[]? content = File.Exists(path) ? File.ReadAllBytes(path) : null;
            int? found = content is null ? 0 : Sheet.VersionOf(file, content);
            lost += found < version ? 1 : 0;
            empty += content is { Length: 0 } ? 1 : 0;
            torn += found is null && content is { Length: > 0 } ? 1 : 0;

            // What comes next begins from what is there.
            lock (_gate)
            {
                _acknowledged[file] = found ?? 0;
            }
        }

        // A file that was never acknowledged may be there, but whole.
        foreach (string path in Directory.EnumerateFiles(directory, "file*").Where(path => !acknowledged.ContainsKey(Path.GetFileName(path))))
        {
            torn += Sheet.VersionOf(Path.GetFileName(path), File.ReadAllBytes(path)) is null ? 1 : 0;
        }

        Verdict.Add(lost, torn, empty);
    }
}
