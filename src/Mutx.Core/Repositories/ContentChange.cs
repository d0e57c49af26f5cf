using Mutx.Primitives;

namespace Mutx.Repositories;

/// <summary>A change of a record's content that gives its caller a result.</summary>
internal sealed class ContentChange<TResult> : PendingChange
{
    private readonly Func<byte[]?, (byte[]? Content, TResult Result)> _change;
    private readonly CancellationTokenRegistration _withdrawal;

    // What a caller goes on with must not run under the lock, nor hold up the next one's completion.
    private readonly TaskCompletionSource<TResult> _outcome = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TResult? _result;

    public ContentChange(
        Func<byte[]?, (byte[]? Content, TResult Result)> change, Deadline deadline, CancellationToken cancellation)
        : base(deadline)
    {
        _change = change;
        _withdrawal = cancellation.UnsafeRegister(static (self, token) => ((ContentChange<TResult>)self!).Withdraw(token), this);
    }

    public Task<TResult> Outcome => _outcome.Task;

    public override byte[]? Apply(byte[]? current)
    {
        (byte[]? content, _result) = _change(current);
        return content;
    }

    public override void Complete()
    {
        _withdrawal.Dispose();
        _outcome.TrySetResult(_result!);
    }

    public override void Fail(Exception error)
    {
        _withdrawal.Dispose();
        _outcome.TrySetException(error);
    }

    private void Withdraw(CancellationToken token)
    {
        if (TryWithdraw())
        {
            _outcome.TrySetCanceled(token);
        }
    }
}
