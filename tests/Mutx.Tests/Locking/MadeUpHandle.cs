using Mutx.Locking;
using Mutx.Primitives;

namespace Mutx.Tests.Locking;

/// <summary>The handle of a lock that a test proves, denies and takes away.</summary>
internal sealed class MadeUpHandle(ServerLock of, LockAttempt attempt) : ServerLockHandle(of, attempt, attempt.Now, null)
{
    public bool? Answer { get; set; } = true;

    public int Ends { get; private set; }

    public void ProveNow() => Prove(Now);

    public bool Take(LockLossReason reason) => Lose(reason, "taken");

    protected override ValueTask<bool> AskAsync(CancellationToken cancellationToken) => ValueTask.FromResult(Answer == true);

    protected override ValueTask<LockRelease> EndAsync()
    {
        Ends++;
        return Answer is null ? throw new MutxException(MutxError.ServerUnavailable, "no") : ValueTask.FromResult(LockRelease.Released);
    }
}
