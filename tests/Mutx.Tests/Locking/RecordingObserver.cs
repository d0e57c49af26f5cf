using System.Collections.Concurrent;
using Mutx.Locking;

namespace Mutx.Tests.Locking;

/// <summary>Keeps what a wait observer is told.</summary>
internal sealed class RecordingObserver : ILockWaitObserver
{
    private readonly ConcurrentQueue<string> _events = new();

    public IReadOnlyList<string> Events => [.. _events];

    public void Waiting(LockWait wait) => _events.Enqueue("waiting");

    public void Ended(LockWait wait, LockWaitEnd end) => _events.Enqueue(end.ToString());
}
