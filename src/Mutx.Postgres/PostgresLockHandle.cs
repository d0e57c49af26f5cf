using Mutx.Locking;
using Mutx.Primitives;
using Npgsql;

namespace Mutx.Postgres;

/// <summary>
/// A lock that is held by a session of its own. One task has the session for itself: it listens, so that the end of the
/// session is known at once, and asks now and then, so that silence is known as well. Who wants something of the session
/// (to verify, to release) ends the listening and lets that task, or nobody after it, use it.
/// <para>
/// Why a holder who is cut off knows before anybody else has the lock: his last answered question was sent at some moment
/// p. The answer came by p + AnswerTimeout, the next question went out a PingInterval after it, and he gives up an
/// AnswerTimeout later: at p + LossBound. The server heard him at p or later. It ends a session only after it has heard
/// nothing for ReleaseBound, by its kernel's clock (tcp_user_timeout), and gives the lock away only then: at p + ReleaseBound at
/// the earliest, which is more than twice as late. While his process is stopped, or its machine's clock stands still, he
/// can't do any of this: then <see cref="ILockHandle.EnsureHeld"/> throws, and a resource that compares fencing tokens
/// refuses him.
/// </para>
/// </summary>
internal sealed class PostgresLockHandle : ServerLockHandle
{
    // The client library has been seen to miss the end of a wait; nobody waits for that longer than this.
    private static readonly TimeSpan PatienceWithListening = TimeSpan.FromMilliseconds(500);

    // Locks are mostly held for less, and to begin to listen and to end it costs more than a hand-off. Who loses his lock in
    // this time is told at its end.
    private static readonly TimeSpan BeforeListening = TimeSpan.FromMilliseconds(5);

    private readonly PostgresLock _lock;
    private readonly PostgresSession _session;
    private readonly PostgresSessions _sessions;
    private readonly PostgresLockOptions _options;
    private readonly Lock _gate = new();
    private readonly TaskCompletionSource _begin = new();
    private readonly Task _watch;
    private List<TaskCompletionSource<bool>> _questions = [];
    private CancellationTokenSource _listening = new();
    private bool _ending;
    private bool _isOver;

    public PostgresLockHandle(
        PostgresLock @lock,
        LockAttempt attempt,
        long asked,
        FencingToken token,
        PostgresSession session,
        PostgresSessions sessions,
        PostgresLockOptions options)
        : base(@lock, attempt, asked, token)
    {
        _lock = @lock;
        _session = session;
        _sessions = sessions;
        _options = options;
        _watch = WatchAsync();
    }

    protected override async ValueTask<bool> AskAsync(CancellationToken cancellationToken)
    {
        var question = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        CancellationTokenSource listening;
        lock (_gate)
        {
            if (_ending || _isOver)
            {
                return false;
            }

            _questions.Add(question);
            listening = _listening;
        }

        Wake(listening);
        return await question.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    protected override async ValueTask<LockRelease> EndAsync()
    {
        CancellationTokenSource listening;
        lock (_gate)
        {
            _ending = true;
            listening = _listening;
        }

        Wake(listening);
        try
        {
            await _watch.WaitAsync(PatienceWithListening + _options.AnswerTimeout, _options.TimeProvider).ConfigureAwait(false);
            if (LossReason is not null)
            {
                return LockRelease.AlreadyLost;
            }

            object? released = await _session.AskAsync(
                Mode == LockMode.Shared ? Statements.ReleaseShared : Statements.Release,
                _options.AnswerTimeout,
                CancellationToken.None,
                new NpgsqlParameter<long> { TypedValue = _lock.Key.Number }).ConfigureAwait(false);
            if (released is true)
            {
                _sessions.Return(_session);
                return LockRelease.Released;
            }

            _session.Close();
            return LockRelease.AlreadyLost;
        }
        catch (Exception e) when (e is TimeoutException or NpgsqlException or IOException or InvalidOperationException)
        {
            _session.Close();
            return LockRelease.Unknown;
        }
    }

    /// <summary>Until the lock is released or lost.</summary>
    private async Task WatchAsync()
    {
        try
        {
            await BeginAsync().ConfigureAwait(false);
            while (await ListenAsync().ConfigureAwait(false) && await PingAsync().ConfigureAwait(false))
            {
                // Still held.
            }
        }
        catch (Exception e) when (e is NpgsqlException or IOException or InvalidOperationException)
        {
            Tell(e);
        }

        lock (_gate)
        {
            _isOver = true;
        }

        Answer(TakeQuestions(), isHeld: false);
    }

    /// <summary>Waits for a moment, or until somebody wants something.</summary>
    private async Task BeginAsync()
    {
        using ITimer timer = _options.TimeProvider.CreateTimer(
            static begin => ((TaskCompletionSource)begin!).TrySetResult(), _begin, BeforeListening, Timeout.InfiniteTimeSpan);
        await _begin.Task.ConfigureAwait(false);
    }

    /// <summary>Listens until it is time to ask. False if the lock is to be released.</summary>
    private async Task<bool> ListenAsync()
    {
        CancellationTokenSource pause;
        lock (_gate)
        {
            if (_ending || _questions.Count > 0)
            {
                return !_ending;
            }

            _listening.Dispose();
            _listening = pause = new CancellationTokenSource(_options.PingInterval, _options.TimeProvider);
        }

        await _session.ListenAsync(pause.Token).ConfigureAwait(false);
        return !_ending;
    }

    /// <summary>Asks whether the session lives. False if it doesn't.</summary>
    private async Task<bool> PingAsync()
    {
        List<TaskCompletionSource<bool>> questions = TakeQuestions();
        long asked = Now;
        try
        {
            await _session.PingAsync(_options.AnswerTimeout).ConfigureAwait(false);
            Prove(asked);
            Answer(questions, isHeld: true);
            return true;
        }
        catch (Exception e) when (e is TimeoutException or NpgsqlException or IOException or InvalidOperationException)
        {
            Tell(e);
            Answer(questions, isHeld: false);
            return false;
        }
    }

    private void Tell(Exception e)
    {
        (LockLossReason reason, string why) = e switch
        {
            TimeoutException => (LockLossReason.NoAnswer, $"{_lock.Place} doesn't answer"),
            PostgresException { SqlState: PostgresErrorCodes.CrashShutdown } said => (LockLossReason.ServerGone, said.MessageText),
            PostgresException said => (LockLossReason.Revoked, said.MessageText),
            _ => (LockLossReason.ServerGone, e.InnerException?.Message ?? e.Message),
        };
        Lose(reason, why);
        _session.Close();
    }

    /// <summary>Ends the listening; not under the lock, since what waits for it may go on on this very thread.</summary>
    private void Wake(CancellationTokenSource listening)
    {
        _begin.TrySetResult();
        try
        {
            listening.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // It has ended by itself, and the next one looks first whether anybody wants anything.
        }
    }

    private List<TaskCompletionSource<bool>> TakeQuestions()
    {
        lock (_gate)
        {
            List<TaskCompletionSource<bool>> taken = _questions;
            _questions = [];
            return taken;
        }
    }

    private static void Answer(List<TaskCompletionSource<bool>> questions, bool isHeld)
    {
        foreach (TaskCompletionSource<bool> question in questions)
        {
            question.TrySetResult(isHeld);
        }
    }
}
