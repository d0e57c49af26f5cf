#pragma warning disable RS0030 // System.IO.FileSystemWatcher: its signals are hints alone, and a look follows each

namespace Mutx.Platform;

/// <summary>
/// Wakes whoever waits for something to change in a directory: at once where the system tells, and in any case after
/// an interval, because network filesystems tell nothing of other hosts and a full queue of events loses some. A wake-up
/// is a hint to look, never a proof that something is there.
/// </summary>
internal sealed class DirectorySignal : IDisposable
{
    private readonly SemaphoreSlim _pulse = new(0, 1);
    private readonly FileSystemWatcher? _watcher;
    private readonly ITimer _timer;

    public DirectorySignal(string directory, TimeSpan interval, TimeProvider time)
    {
        _watcher = TryWatch(directory);
        _timer = time.CreateTimer(static self => ((DirectorySignal)self!).Pulse(), this, interval, interval);
    }

    /// <summary>Ends at the next wake-up, or at once if there was one since the last.</summary>
    public Task WaitAsync(CancellationToken cancellationToken) => _pulse.WaitAsync(cancellationToken);

    public void Dispose()
    {
        _watcher?.Dispose();
        _timer.Dispose();
    }

    private FileSystemWatcher? TryWatch(string directory)
    {
        FileSystemWatcher? watcher = null;
        try
        {
            watcher = new FileSystemWatcher(directory);
            watcher.Created += (_, _) => Pulse();
            watcher.Changed += (_, _) => Pulse();
            watcher.Deleted += (_, _) => Pulse();
            watcher.Renamed += (_, _) => Pulse();
            watcher.Error += (_, _) => Pulse();
            watcher.EnableRaisingEvents = true;
            return watcher;
        }
        catch (Exception e) when (e is IOException or ArgumentException or PlatformNotSupportedException)
        {
            // No watches left, or none here: the interval serves.
            watcher?.Dispose();
            return null;
        }
    }

    private void Pulse()
    {
        try
        {
            _pulse.Release();
        }
        catch (SemaphoreFullException)
        {
            // Somebody is to be woken already.
        }
    }
}
