using System.Net.Http.Headers;
using System.Net.Security;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Mutx.Etcd.Messages;

namespace Mutx.Etcd;

/// <summary>One question to one end point, over etcd's JSON gateway.</summary>
internal sealed class EtcdGateway(EtcdLockOptions options, string place) : IDisposable
{
    private readonly HttpClient _http = new(
        new SocketsHttpHandler
        {
            UseProxy = false,
            UseCookies = false,
            AllowAutoRedirect = false,
            ActivityHeadersPropagator = null,
            ConnectTimeout = options.AnswerTimeout,
            SslOptions = options.Tls ?? new SslClientAuthenticationOptions(),
        },
        disposeHandler: true)
    {
        Timeout = Timeout.InfiniteTimeSpan,
    };

    public void Dispose() => _http.Dispose();

    /// <summary>Asks.</summary>
    /// <param name="endpoint">Whom.</param>
    /// <param name="path">What: <c>kv/txn</c>.</param>
    /// <param name="body">The question.</param>
    /// <param name="token">What shows who asks, where that is known.</param>
    /// <param name="answering">How the answer is read.</param>
    /// <param name="limit">How long it may take.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The answer, or the error that came instead.</returns>
    /// <exception cref="TimeoutException">There was no answer.</exception>
    /// <exception cref="HttpRequestException">The end point can't be reached.</exception>
    public async Task<(TAnswer? Answer, ErrorResponse? Said)> AskAsync<TAnswer>(
        Uri endpoint, string path, byte[] body, string? token, JsonTypeInfo<TAnswer> answering, TimeSpan limit, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(limit, options.TimeProvider);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, patience.Token);
        try
        {
            using HttpRequestMessage request = RequestTo(endpoint, path, body, token);
            using HttpResponseMessage response = await _http.SendAsync(request, HttpCompletionOption.ResponseContentRead, either.Token).ConfigureAwait(false);
            byte[] content = await response.Content.ReadAsByteArrayAsync(either.Token).ConfigureAwait(false);
            return response.IsSuccessStatusCode
                ? (JsonSerializer.Deserialize(content, answering), null)
                : (default, ErrorIn(content) ?? throw EtcdError.Unfit(place, $"{endpoint} answers with HTTP status {(int)response.StatusCode} and is not etcd's gateway"));
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"no answer within {limit.TotalSeconds:0.###} s", e);
        }
    }

    /// <summary>Reads a stream of messages, each of them a line, until one of them is enough.</summary>
    /// <returns>Whether one was; otherwise the stream has ended, with the error it ended with.</returns>
    public async Task<(bool IsEnough, ErrorResponse? Said)> FollowAsync(Uri endpoint, byte[] body, string? token, Func<WatchResult, bool> happened, CancellationToken stop)
    {
        using HttpRequestMessage request = RequestTo(endpoint, "watch", body, token);
        HttpResponseMessage response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, stop).ConfigureAwait(false);
        try
        {
            Stream stream = await response.Content.ReadAsStreamAsync(stop).ConfigureAwait(false);
            return await ReadAsync(stream, happened, stop).ConfigureAwait(false);
        }
        finally
        {
            // Closes the connection, since the stream hasn't ended. Whoever waits for what it said needn't wait for that.
            ThreadPool.UnsafeQueueUserWorkItem(static over => over.Dispose(), response, preferLocal: false);
        }
    }

    private static async Task<(bool IsEnough, ErrorResponse? Said)> ReadAsync(Stream stream, Func<WatchResult, bool> happened, CancellationToken stop)
    {
        var lines = new StreamReader(stream);
        while (await lines.ReadLineAsync(stop).ConfigureAwait(false) is { } line)
        {
            WatchResponse? message = JsonSerializer.Deserialize(line, MessagesJson.Default.WatchResponse);
            if (message?.Error is { } error)
            {
                return (false, error);
            }

            if (message?.Result is { } result)
            {
                if (happened(result))
                {
                    return (true, null);
                }

                if (result.Canceled)
                {
                    // What was asked for has been compacted away: nothing comes any more.
                    return (false, null);
                }
            }
        }

        return (false, null);
    }

    private static HttpRequestMessage RequestTo(Uri endpoint, string path, byte[] body, string? token)
    {
        var content = new ByteArrayContent(body);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        var request = new HttpRequestMessage(HttpMethod.Post, new Uri(endpoint, $"v3/{path}")) { Content = content };
        if (token is not null)
        {
            request.Headers.TryAddWithoutValidation("Authorization", token);
        }

        return request;
    }

    private static ErrorResponse? ErrorIn(byte[] content)
    {
        try
        {
            return JsonSerializer.Deserialize(content, MessagesJson.Default.ErrorResponse) is { Code: not 0 } said ? said : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
