namespace Mutx.Locking;

/// <summary>The news that a held lock is lost: told once, by whoever finds out, to all who ask, before or after.</summary>
internal sealed class LockLoss
{
    private CancellationTokenSource? _source;
    private Action? _then;
    private int _isTold;

    /// <summary>Whether it was told.</summary>
    public bool IsTold => Volatile.Read(ref _isTold) != 0;

    /// <summary>Cancelled when it is told. Made when it is first asked for: most locks are never lost, and never asked.</summary>
    public CancellationToken Token
    {
        get
        {
            if (Volatile.Read(ref _source) is not { } source)
            {
                var made = new CancellationTokenSource();
                source = Interlocked.CompareExchange(ref _source, made, null) ?? made;
                if (IsTold)
                {
                    Cancel(source);
                }
            }

            return source.Token;
        }
    }

    /// <summary>Says what is to be done, once, when it is told, or now if it was.</summary>
    public void Then(Action action)
    {
        Volatile.Write(ref _then, action);
        if (IsTold)
        {
            Interlocked.Exchange(ref _then, null)?.Invoke();
        }
    }

    /// <summary>Tells. A second time does nothing.</summary>
    /// <returns>Whether it was the first.</returns>
    public bool Tell()
    {
        if (Interlocked.Exchange(ref _isTold, 1) != 0)
        {
            return false;
        }

        if (Volatile.Read(ref _source) is { } source)
        {
            Cancel(source);
        }

        Interlocked.Exchange(ref _then, null)?.Invoke();
        return true;
    }

    /// <summary>Callbacks are the user's: they run elsewhere, and what they throw is theirs.</summary>
    private static void Cancel(CancellationTokenSource source) => _ = source.CancelAsync().ContinueWith(
        static task => _ = task.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
}
