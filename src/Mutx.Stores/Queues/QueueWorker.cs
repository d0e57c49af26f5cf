using Mutx.Locking;
using Mutx.Platform;

namespace Mutx.Stores.Queues;

/// <summary>
/// One who takes commands from a queue. It holds a lock as long as it lives; the kernel frees that when its process ends,
/// however that ends, and by that others know that what it was running is to be taken again. Dispose it when no
/// command of its own runs any more.
/// </summary>
public sealed class QueueWorker : IDisposable, IAsyncDisposable
{
    private const int TokenLength = 16;

    private readonly FileLockHandle _held;
    private int _disposed;

    internal QueueWorker(string queue, int number, FileLockHandle held)
    {
        Queue = queue;
        Number = number;
        Token = RandomToken();
        _held = held;
    }

    /// <summary>The queue it works for.</summary>
    public string Queue { get; }

    /// <summary>Its number; the lowest that no living worker of the queue has. After it has gone another one gets it.</summary>
    public int Number { get; }

    /// <summary>What tells its commands from those of every other worker there is, was or will be.</summary>
    internal string Token { get; }

    /// <summary>Ends it: it takes nothing any more, and what it was running is another's to take.</summary>
    public void Dispose()
    {
        Volatile.Write(ref _disposed, 1);
        _held.Dispose();
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>Throws if it is disposed.</summary>
    internal void RequireOpen() => ObjectDisposedException.ThrowIf(Volatile.Read(ref _disposed) != 0, this);

    /// <summary>Throws unless others can see that it lives.</summary>
    internal void RequireHeld()
    {
        RequireOpen();
        _held.EnsureHeld();
    }

    private static string RandomToken()
    {
        Span<byte> random = stackalloc byte[TokenLength];
        RandomBytes.Fill(random);
        return Convert.ToHexStringLower(random);
    }
}
