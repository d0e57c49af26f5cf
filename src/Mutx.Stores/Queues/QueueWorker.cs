using Mutx.Locking;

namespace Mutx.Stores.Queues;

/// <summary>
/// One who takes commands from a queue. It holds a lock as long as it lives; the kernel frees that when its process ends,
/// however that ends, and by that others know that what it was running is to be taken again. Dispose it when no
/// command of its own runs any more.
/// </summary>
public sealed class QueueWorker : IDisposable, IAsyncDisposable
{
    private readonly FileLockHandle _held;

    internal QueueWorker(string queue, int number, FileLockHandle held)
    {
        Queue = queue;
        Number = number;
        _held = held;
    }

    /// <summary>The queue it works for.</summary>
    public string Queue { get; }

    /// <summary>Its number; the lowest that no living worker of the queue has.</summary>
    public int Number { get; }

    /// <summary>Frees its number.</summary>
    public void Dispose() => _held.Dispose();

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _held.DisposeAsync();
}
