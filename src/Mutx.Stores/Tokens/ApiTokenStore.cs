using System.Collections.Concurrent;
using Mutx.Primitives;
using Mutx.Repositories;

namespace Mutx.Stores.Tokens;

/// <summary>
/// API tokens in one file that only its owner may read (0600 in a directory of 0700). Only the SHA-256 of a
/// secret is stored. What one process changes, a revocation say, holds for every other at its next validation.
/// <para>
/// The last use of a token is written at most once in <see cref="LastUsedInterval"/> and at disposal, not with each request.
/// What can't be written then is written the next time, or left out at disposal; <see cref="FlushAsync"/> tells.
/// </para>
/// </summary>
public sealed class ApiTokenStore : IDisposable, IAsyncDisposable
{
    private const string Record = "tokens";

    private readonly JsonRepository<TokenFile> _files;
    private readonly TimeProvider _time;
    private readonly ConcurrentDictionary<string, DateTimeOffset> _used = new(StringComparer.Ordinal);
    private long _lastFlush;

    /// <summary>Names the directory of the file; it is created with mode 0700 when the first token is.</summary>
    /// <param name="directory">The directory.</param>
    /// <param name="options"><see cref="StoreOptions.Default"/> if null.</param>
    public ApiTokenStore(string directory, StoreOptions? options = null)
    {
        StoreOptions how = options ?? StoreOptions.Default;
        _files = new JsonRepository<TokenFile>(directory, TokenJson.Default.TokenFile, how.PrivateRepository);
        _time = how.TimeProvider;
        _lastFlush = _time.GetTimestamp();
    }

    /// <summary>How often the last use of tokens is written at most: five minutes.</summary>
    public static TimeSpan LastUsedInterval { get; } = TimeSpan.FromMinutes(5);

    /// <summary>Makes a token.</summary>
    /// <param name="name">What it is called.</param>
    /// <param name="permissions">What it allows, <c>queue:read</c> or <c>queue:*</c> say.</param>
    /// <param name="lifetime">After what time it is worth nothing; never if null. <see cref="DurationText"/> reads <c>30d</c>.</param>
    /// <param name="cancellationToken">Withdraws it as long as it waits for its turn.</param>
    /// <returns>The token with its secret, which is shown this once.</returns>
    public async Task<NewToken> CreateAsync(
        string name, IReadOnlyList<string> permissions, TimeSpan? lifetime = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(permissions);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(lifetime ?? TimeSpan.MaxValue, TimeSpan.Zero, nameof(lifetime));
        string secret = TokenSecret.Create();
        string digest = TokenSecret.DigestOf(secret);
        DateTimeOffset now = _time.GetUtcNow();
        var token = new StoredToken
        {
            // The digest's own beginning is as unique as the secret, and says as little about it.
            Id = digest[..16],
            Name = name,
            Sha256 = digest,
            Permissions = [.. permissions.Select(Permission.Require)],
            Created = now,
            Expires = now + lifetime,
        };
        await ChangeAsync(all => all.Add(token), cancellationToken).ConfigureAwait(false);
        return new NewToken(token.WithoutSecret(null), secret);
    }

    /// <summary>The token that a secret belongs to; null if there is none, or it has expired. Takes a time that doesn't depend on the secret.</summary>
    /// <param name="secret">What was sent.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<ApiToken?> ValidateAsync(string secret, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(secret);
        string digest = TokenSecret.DigestOf(secret);
        DateTimeOffset now = _time.GetUtcNow();
        StoredToken? found = null;
        foreach (StoredToken each in await AllAsync(cancellationToken).ConfigureAwait(false))
        {
            // No early end: how long it takes says nothing about which one it is.
            found = TokenSecret.AreSame(each.Sha256, digest) ? each : found;
        }

        if (found is null || found.HasExpired(now))
        {
            return null;
        }

        _used[found.Id] = now;
        await FlushIfDueAsync().ConfigureAwait(false);
        return found.WithoutSecret(now);
    }

    /// <summary>All tokens, without anything that would let one use them.</summary>
    public async Task<IReadOnlyList<ApiToken>> ListAsync(CancellationToken cancellationToken = default) =>
        [.. (await AllAsync(cancellationToken).ConfigureAwait(false)).Select(WithoutSecret)];

    /// <summary>Takes a token's worth away, at once and for ever.</summary>
    /// <returns>Whether there was one.</returns>
    public async Task<bool> RevokeAsync(string id, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(id);
        int removed = 0;
        await ChangeAsync(all => removed = all.RemoveAll(each => each.Id == id), cancellationToken).ConfigureAwait(false);
        _used.TryRemove(id, out _);
        return removed > 0;
    }

    /// <summary>Gives a token a new secret in one step: at no moment do both work, or neither.</summary>
    /// <param name="id">The token.</param>
    /// <param name="cancellationToken">Withdraws it as long as it waits for its turn.</param>
    /// <returns>The token, under a new id, with its new secret, which is shown this once.</returns>
    /// <exception cref="MutxException">There is no such token.</exception>
    public async Task<NewToken> RotateAsync(string id, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(id);
        string secret = TokenSecret.Create();
        string digest = TokenSecret.DigestOf(secret);
        StoredToken? rotated = null;
        await ChangeAsync(
            all =>
            {
                int index = all.FindIndex(each => each.Id == id);
                if (index < 0)
                {
                    throw StoreErrors.NotFound("token", id, _files.PathOf(Record));
                }

                DateTimeOffset now = _time.GetUtcNow();
                TimeSpan? lifetime = all[index].Expires - all[index].Created;
                rotated = all[index] with { Id = digest[..16], Sha256 = digest, Created = now, Expires = now + lifetime, LastUsed = null };
                all[index] = rotated;
            },
            cancellationToken).ConfigureAwait(false);
        return new NewToken(rotated!.WithoutSecret(null), secret);
    }

    /// <summary>Writes when tokens were last used, as far as that isn't written yet.</summary>
    public async Task FlushAsync(CancellationToken cancellationToken = default)
    {
        KeyValuePair<string, DateTimeOffset>[] used = [.. _used];
        if (used.Length == 0)
        {
            return;
        }

        await ChangeAsync(
            all =>
            {
                foreach ((string id, DateTimeOffset when) in used)
                {
                    int index = all.FindIndex(each => each.Id == id);
                    if (index >= 0 && (all[index].LastUsed is not { } last || last < when))
                    {
                        all[index] = all[index] with { LastUsed = when };
                    }
                }
            },
            cancellationToken).ConfigureAwait(false);
        foreach (KeyValuePair<string, DateTimeOffset> each in used)
        {
            // Only if it wasn't used again meanwhile.
            ((ICollection<KeyValuePair<string, DateTimeOffset>>)_used).Remove(each);
        }
    }

    /// <summary>Writes when tokens were last used. Blocks on the lock and the disk.</summary>
    public void Dispose() => TryFlushAsync().GetAwaiter().GetResult();

    /// <summary>Writes when tokens were last used.</summary>
    public async ValueTask DisposeAsync() => await TryFlushAsync().ConfigureAwait(false);

    private async Task FlushIfDueAsync()
    {
        long last = Volatile.Read(ref _lastFlush);
        if (_time.GetElapsedTime(last) < LastUsedInterval
            || Interlocked.CompareExchange(ref _lastFlush, _time.GetTimestamp(), last) != last)
        {
            return;
        }

        await TryFlushAsync().ConfigureAwait(false);
    }

    private async Task TryFlushAsync()
    {
        try
        {
            await FlushAsync().ConfigureAwait(false);
        }
        catch (MutxException)
        {
            // A full disk must neither lock everybody out nor keep a host from ending; it is written with the next one.
        }
    }

    private ApiToken WithoutSecret(StoredToken token) =>
        token.WithoutSecret(_used.TryGetValue(token.Id, out DateTimeOffset used) ? used : null);

    private async Task<List<StoredToken>> AllAsync(CancellationToken cancellationToken) =>
        (await _files.ReadAsync(Record, cancellationToken).ConfigureAwait(false))?.Tokens ?? [];

    private Task ChangeAsync(Action<List<StoredToken>> change, CancellationToken cancellationToken) =>
        _files.ModifyAsync(
            Record,
            file =>
            {
                file ??= new TokenFile();
                change(file.Tokens);
                return file;
            },
            cancellationToken);
}
