namespace Mutx.Repositories;

/// <summary>
/// How long a process that has waited for a record's lock goes on with it. Handing the lock to another process takes
/// as long as a commit: where several change one record, each makes some changes in its turn instead of one. The callers
/// who have just been told that their change is durable get a moment to come back with the next.
/// </summary>
/// <param name="isContended">Whether the lock was waited for.</param>
/// <param name="clock">The real one: a turn costs others real time, whatever clock the timeouts go by.</param>
internal sealed class Turn(bool isContended, TimeProvider clock)
{
    private static readonly TimeSpan Limit = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan Moment = TimeSpan.FromMicroseconds(100);

    private readonly long _start = clock.GetTimestamp();

    /// <summary>Whether another commit may follow without giving the lock back.</summary>
    public bool GoesOn => isContended && clock.GetElapsedTime(_start) < Limit;

    /// <summary>Waits for something to do, no longer than waking up somebody else would take.</summary>
    public bool WaitFor(Func<bool> something)
    {
        long start = clock.GetTimestamp();
        var spinner = default(SpinWait);
        while (!something())
        {
            if (clock.GetElapsedTime(start) >= Moment)
            {
                return false;
            }

            spinner.SpinOnce(sleep1Threshold: -1);
        }

        return true;
    }
}
