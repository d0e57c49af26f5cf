namespace Mutx.Locking;

/// <summary>The end of a wait: the time is up, or the caller doesn't want to wait any more.</summary>
public sealed class WaitEnd : IDisposable
{
    private readonly CancellationTokenSource _timeUp;
    private readonly CancellationTokenSource _either;

    internal WaitEnd(CancellationTokenSource timeUp, CancellationToken cancellation)
    {
        _timeUp = timeUp;
        _either = CancellationTokenSource.CreateLinkedTokenSource(timeUp.Token, cancellation);
    }

    /// <summary>Cancelled when it has come.</summary>
    public CancellationToken Token => _either.Token;

    /// <inheritdoc/>
    public void Dispose()
    {
        _either.Dispose();
        _timeUp.Dispose();
    }
}
