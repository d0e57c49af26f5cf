using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Mutx.Etcd.Messages;
using Mutx.Primitives;

namespace Mutx.Etcd;

/// <summary>
/// Questions to a cluster over its JSON gateway. It goes on with the end point that answered last; one that can't be reached
/// or doesn't answer is left for the next. Every question may be asked twice: who asks has to see to it that it can.
/// </summary>
internal sealed class EtcdClient : IDisposable
{
    private const int AuthenticationIsOff = EtcdError.FailedPrecondition;

    private static readonly TimeSpan PauseBeforeNextRound = TimeSpan.FromMilliseconds(100);

    private readonly EtcdGateway _gateway;
    private readonly Uri[] _endpoints;
    private readonly EtcdLockOptions _options;
    private readonly SemaphoreSlim _authenticating = new(1, 1);
    private CancellationTokenSource _stay = new();
    private int _current;
    private string? _token;

    public EtcdClient(Uri[] endpoints, EtcdLockOptions options)
    {
        _endpoints = endpoints;
        _options = options;
        Place = $"etcd at {string.Join(',', endpoints.Select(each => each.Authority))}";
        _gateway = new EtcdGateway(options, Place);
    }

    /// <summary>Which cluster, for messages.</summary>
    public string Place { get; }

    /// <summary>The leases that were granted and not ended.</summary>
    public ConcurrentDictionary<long, EtcdLease> Leases { get; } = new();

    public void Dispose()
    {
        _gateway.Dispose();
        _authenticating.Dispose();
    }

    /// <summary>Asks until an end point answers, or the time is up.</summary>
    /// <param name="path">What is asked: <c>kv/txn</c>.</param>
    /// <param name="question">The question.</param>
    /// <param name="asking">How it is written.</param>
    /// <param name="answering">How the answer is read.</param>
    /// <param name="limit">How long all end points together may take; each may take a share of it.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="MutxException">No end point answered, or the cluster said no.</exception>
    public async Task<TAnswer> AskAsync<TQuestion, TAnswer>(
        string path,
        TQuestion question,
        JsonTypeInfo<TQuestion> asking,
        JsonTypeInfo<TAnswer> answering,
        TimeSpan limit,
        CancellationToken cancellationToken)
    {
        byte[] body = JsonSerializer.SerializeToUtf8Bytes(question, asking);
        long start = _options.TimeProvider.GetTimestamp();
        Exception? last = null;
        for (int tries = 1; ; tries++)
        {
            TimeSpan left = limit - _options.TimeProvider.GetElapsedTime(start);
            if (left <= TimeSpan.Zero)
            {
                throw EtcdError.Unreachable(last, Place, limit);
            }

            int endpoint = Volatile.Read(ref _current);
            (TAnswer? answer, Exception? failure) = await TryOnceAsync(
                endpoint, path, body, answering, left < _options.AnswerTimeout ? left : _options.AnswerTimeout, cancellationToken).ConfigureAwait(false);
            if (failure is null)
            {
                return answer!;
            }

            // What little time is left may run out in the middle of a try, which says less than the one before.
            last = failure is TimeoutException ? last ?? failure : failure;
            Leave(endpoint);
            if (tries % _endpoints.Length == 0)
            {
                if (EtcdError.IsForGood(last))
                {
                    throw EtcdError.Unreachable(last, Place, limit);
                }

                await PauseAsync(limit - _options.TimeProvider.GetElapsedTime(start), cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Reads keys.</summary>
    /// <inheritdoc cref="AskAsync"/>
    public Task<RangeResponse> RangeAsync(RangeRequest question, TimeSpan limit, CancellationToken cancellationToken) =>
        AskAsync("kv/range", question, MessagesJson.Default.RangeRequest, MessagesJson.Default.RangeResponse, limit, cancellationToken);

    /// <summary>Follows what happens to a key, from a revision on, until the end point has no more to say.</summary>
    /// <param name="key">The key.</param>
    /// <param name="from">The first revision that counts.</param>
    /// <param name="happened">Is given each event and the revision up to which all is known; true ends it.</param>
    /// <param name="stop">Ends it.</param>
    /// <returns>Whether <paramref name="happened"/> ended it; otherwise it has to be gone on with.</returns>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public async Task<bool> FollowAsync(byte[] key, long from, Func<WatchResult, bool> happened, CancellationToken stop)
    {
        int endpoint = Volatile.Read(ref _current);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stop, Volatile.Read(ref _stay).Token);
        try
        {
            return await FollowAsync(endpoint, key, from, happened, either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            // That end point has been found not to answer.
            return false;
        }
        catch (Exception e) when (EtcdError.IsOne(e))
        {
            Leave(endpoint);
            return false;
        }
    }

    private async Task<bool> FollowAsync(int endpoint, byte[] key, long from, Func<WatchResult, bool> happened, CancellationToken stop)
    {
        byte[] body = JsonSerializer.SerializeToUtf8Bytes(new WatchRequest(new WatchCreateRequest(key, from)), MessagesJson.Default.WatchRequest);
        string? token = await TokenAsync(endpoint, _options.AnswerTimeout, stop).ConfigureAwait(false);
        (bool isEnough, ErrorResponse? said) = await _gateway.FollowAsync(_endpoints[endpoint], body, token, happened, stop).ConfigureAwait(false);
        if (said is not null)
        {
            Forget(token, said);
        }

        return isEnough;
    }

    private async Task PauseAsync(TimeSpan left, CancellationToken cancellationToken)
    {
        TimeSpan pause = left < PauseBeforeNextRound ? left : PauseBeforeNextRound;
        if (pause > TimeSpan.Zero)
        {
            await Task.Delay(pause, _options.TimeProvider, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Goes on with the next end point, unless somebody else has done so already; and so does who follows something there.</summary>
    private void Leave(int endpoint)
    {
        if (Interlocked.CompareExchange(ref _current, (endpoint + 1) % _endpoints.Length, endpoint) == endpoint)
        {
            _ = Interlocked.Exchange(ref _stay, new CancellationTokenSource()).CancelAsync();
        }
    }

    /// <summary>The answer of one end point, or why another one is to be asked.</summary>
    private async Task<(TAnswer? Answer, Exception? Failure)> TryOnceAsync<TAnswer>(
        int endpoint, string path, byte[] body, JsonTypeInfo<TAnswer> answering, TimeSpan limit, CancellationToken cancellationToken)
    {
        try
        {
            (TAnswer? answer, ErrorResponse? said) = await AskOnceAsync(endpoint, path, body, answering, limit, cancellationToken).ConfigureAwait(false);
            return said switch
            {
                null => (answer, null),
                _ when EtcdError.MayPass(said.Kind) => (default, EtcdError.Said(said, Place)),
                _ => throw EtcdError.Said(said, Place),
            };
        }
        catch (Exception e) when (EtcdError.IsOne(e))
        {
            return (default, e);
        }
    }

    private async Task<(TAnswer? Answer, ErrorResponse? Said)> AskOnceAsync<TAnswer>(
        int endpoint, string path, byte[] body, JsonTypeInfo<TAnswer> answering, TimeSpan limit, CancellationToken cancellationToken)
    {
        string? token = await TokenAsync(endpoint, limit, cancellationToken).ConfigureAwait(false);
        (TAnswer? answer, ErrorResponse? said) = await _gateway.AskAsync(_endpoints[endpoint], path, body, token, answering, limit, cancellationToken).ConfigureAwait(false);
        if (said is not null && Forget(token, said))
        {
            // The token has run out, or the member that gave it has started anew.
            token = await TokenAsync(endpoint, limit, cancellationToken).ConfigureAwait(false);
            (answer, said) = await _gateway.AskAsync(_endpoints[endpoint], path, body, token, answering, limit, cancellationToken).ConfigureAwait(false);
        }

        return (answer, said);
    }

    /// <summary>Lets go of a token that isn't accepted. False where that wasn't the matter.</summary>
    private bool Forget(string? token, ErrorResponse said)
    {
        if (token is not { Length: > 0 } || said.Kind != EtcdError.Unauthenticated)
        {
            return false;
        }

        Interlocked.CompareExchange(ref _token, null, token);
        return true;
    }

    /// <summary>What proves who asks; null where no user was named, or the cluster has none.</summary>
    private async ValueTask<string?> TokenAsync(int endpoint, TimeSpan limit, CancellationToken cancellationToken)
    {
        if (_options.UserName is null)
        {
            return null;
        }

        if (Volatile.Read(ref _token) is { } known)
        {
            return known.Length == 0 ? null : known;
        }

        await _authenticating.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (_token is null)
            {
                byte[] body = JsonSerializer.SerializeToUtf8Bytes(
                    new AuthenticateRequest(_options.UserName, _options.Password ?? ""), MessagesJson.Default.AuthenticateRequest);
                (AuthenticateResponse? answer, ErrorResponse? said) = await _gateway.AskAsync(
                    _endpoints[endpoint], "auth/authenticate", body, null, MessagesJson.Default.AuthenticateResponse, limit, cancellationToken).ConfigureAwait(false);
                _token = said switch
                {
                    null => answer?.Token ?? "",
                    { Code: AuthenticationIsOff } => "",
                    { Code: EtcdError.Unavailable } => throw new TimeoutException(said.Message),
                    _ => throw EtcdError.Said(said, Place),
                };
            }

            return _token.Length == 0 ? null : _token;
        }
        finally
        {
            _authenticating.Release();
        }
    }
}
