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

    private static IEnumerable<string> Names =>
        from writer in Enumerable.Range(0, Writers) from file in Enumerable.Range(0, FilesOfAWriter) select NameOf(writer, file);

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

    private static string NameOf(int writer, int file) => $"file{writer}{file}";

    /// <summary>Writes its files in turn until the power is cut, each time a new version; says when it has written a few.</summary>
    private void Write(int number, CountdownEvent enough)
    {
        int writes = 0;
        try
        {
            while (!_down && !(stopped && writes == WritesWhenStopped))
            {
                string file = NameOf(number, writes % FilesOfAWriter);
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
        foreach (string file in Names)
        {
            // One that was never acknowledged may be there, but whole.
            int version = acknowledged.GetValueOrDefault(file);
            byte[]? content = writer.Read(Path.Join(directory, file));
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

        Verdict.Add(lost, torn, empty);
    }
}
