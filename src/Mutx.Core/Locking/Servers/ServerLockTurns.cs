namespace Mutx.Locking;

/// <summary>
/// Where the tasks of one process line up for a server's locks, so that a hundred of them that want one lock are one waiter
/// to the server. First come, first served. A provider has one for all of its locks.
/// </summary>
public sealed class ServerLockTurns
{
    private readonly Dictionary<string, Line> _lines = new(StringComparer.Ordinal);
    private readonly Lock _gate = new();

    /// <summary>Waits for one's turn to ask the server.</summary>
    /// <returns>Ends the turn when it is disposed; null if the time was up before.</returns>
    internal async ValueTask<IDisposable?> EnterAsync(LockKey key, LockAttempt attempt)
    {
        Line line = Join(key.Hash);
        bool entered = false;
        try
        {
            entered = line.Turn.Wait(0, CancellationToken.None);
            if (!entered)
            {
                attempt.Contended();
                entered = await WaitAsync(line, attempt).ConfigureAwait(false);
            }

            return entered ? new Place(this, key.Hash, line) : null;
        }
        finally
        {
            if (!entered)
            {
                Leave(key.Hash, line);
            }
        }
    }

    private static async Task<bool> WaitAsync(Line line, LockAttempt attempt)
    {
        using WaitEnd end = attempt.CreateEnd();
        try
        {
            await line.Turn.WaitAsync(end.Token).ConfigureAwait(false);
            return true;
        }
        catch (OperationCanceledException) when (!attempt.Cancellation.IsCancellationRequested)
        {
            return false;
        }
    }

    private Line Join(string hash)
    {
        lock (_gate)
        {
            if (!_lines.TryGetValue(hash, out Line? line))
            {
                line = new Line();
                _lines.Add(hash, line);
            }

            line.Members++;
            return line;
        }
    }

    private void Leave(string hash, Line line)
    {
        lock (_gate)
        {
            if (--line.Members == 0)
            {
                _lines.Remove(hash);
            }
        }
    }

    /// <summary>Those who want one lock. Its semaphore needs no disposing: it makes no handle of the system's.</summary>
    private sealed class Line
    {
        public SemaphoreSlim Turn { get; } = new(1, 1);

        public int Members { get; set; }
    }

    private sealed class Place(ServerLockTurns turns, string hash, Line line) : IDisposable
    {
        private int _left;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _left, 1) == 0)
            {
                line.Turn.Release();
                turns.Leave(hash, line);
            }
        }
    }
}
