using System.Globalization;
using Mutx.Locking;
using Mutx.Primitives;

namespace Mutx.Stores.Queues;

/// <summary>
/// The numbers of a queue's workers, each a lock. Numbers are used again, so that there are only as many lock files as
/// there ever were workers at once.
/// </summary>
/// <param name="pathOf">The path of a queue's file.</param>
/// <param name="options">Where the locks lie.</param>
internal sealed class WorkerSlots(Func<string, string> pathOf, FileLockOptions options)
{
    private const int MaxWorkers = 1024;

    /// <summary>Takes the lowest free number.</summary>
    public (int Number, FileLockHandle Held) Take(string queue)
    {
        for (int number = 1; number <= MaxWorkers; number++)
        {
            if (LockOf(queue, number).TryAcquire() is { } held)
            {
                return (number, held);
            }
        }

        throw new MutxException(MutxError.Busy, $"the queue '{queue}' has {MaxWorkers} workers already") { Path = pathOf(queue) };
    }

    /// <summary>Whether nobody has a number. Asked shared, so that many can ask at once.</summary>
    public bool IsFree(string queue, int number)
    {
        using FileLockHandle? held = LockOf(queue, number).TryAcquire(LockMode.Shared);
        return held is not null;
    }

    private FileLock LockOf(string queue, int number) =>
        new(Path.ChangeExtension(pathOf(queue), string.Create(CultureInfo.InvariantCulture, $"worker-{number}")), options);
}
