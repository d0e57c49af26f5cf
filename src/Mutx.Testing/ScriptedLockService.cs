using System.Collections.Concurrent;
using Mutx.Locking;
using Mutx.Primitives;

namespace Mutx.Testing;

/// <summary>
/// A lock service that does what a test tells it to, for each path: give the lock, time out, fail, or let callers contend
/// for it. It touches no disk, and counts how often each path was asked for. Thread-safe.
/// </summary>
public sealed class ScriptedLockService : ILockService
{
    private readonly ConcurrentDictionary<string, ScriptedOutcome> _outcomes = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, int> _calls = new(StringComparer.Ordinal);
    private readonly MemoryLockOptions _options;
    private MemoryLockProvider _contended;
    private long _tokens;

    /// <summary>A service that gives every lock, until it is told otherwise.</summary>
    /// <param name="options">What its locks are like; <see cref="MemoryLockOptions.Default"/> if null.</param>
    public ScriptedLockService(MemoryLockOptions? options = null)
    {
        _options = options ?? MemoryLockOptions.Default;
        _contended = new MemoryLockProvider(_options);
    }

    /// <summary>What happens for paths that nothing was said about; they succeed.</summary>
    public ScriptedOutcome Otherwise
    {
        get;
        set => field = Guard.Defined(value, ScriptedOutcome.Contend);
    }

    /// <summary>How often any lock was asked for.</summary>
    public int TotalCalls => _calls.Values.Sum();

    /// <summary>Says what is to happen for a path.</summary>
    /// <returns>The service itself.</returns>
    public ScriptedLockService Script(string resource, ScriptedOutcome outcome)
    {
        Guard.Path(resource);
        _outcomes[resource] = Guard.Defined(outcome, ScriptedOutcome.Contend);
        return this;
    }

    /// <summary>How often the lock on a path, or on one of its records, was asked for.</summary>
    public int Calls(string resource) => _calls.GetValueOrDefault(Guard.Path(resource));

    /// <summary>Forgets what was scripted, counted and held.</summary>
    public void Reset()
    {
        _outcomes.Clear();
        _calls.Clear();
        Otherwise = ScriptedOutcome.Succeed;
        _contended = new MemoryLockProvider(_options);
    }

    /// <inheritdoc/>
    public Task<LockResult> AcquireAsync(string resource, LockOptions? options = null, CancellationToken cancellationToken = default) =>
        AskAsync(resource, record: null, options ?? LockOptions.Default, cancellationToken);

    /// <inheritdoc/>
    public Task<LockResult> AcquireAsync(
        string resource, string record, LockOptions? options = null, CancellationToken cancellationToken = default) =>
        AskAsync(resource, Guard.Path(record), options ?? LockOptions.Default, cancellationToken);

    /// <inheritdoc/>
    public async Task<T> WithLockAsync<T>(
        string resource,
        Func<ILockHandle, CancellationToken, Task<T>> work,
        LockOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(work);
        using LockResult result = await AcquireAsync(resource, options, cancellationToken).ConfigureAwait(false);
        ILockHandle held = result.Require();
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, held.LockLost);
        return await work(held, linked.Token).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public Task WithLockAsync(
        string resource,
        Func<ILockHandle, CancellationToken, Task> work,
        LockOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(work);
        return WithLockAsync(
            resource,
            async (held, token) =>
            {
                await work(held, token).ConfigureAwait(false);
                return true;
            },
            options,
            cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<bool> IsLockedAsync(string resource, CancellationToken cancellationToken = default) =>
        OutcomeOf(Guard.Path(resource)) == ScriptedOutcome.TimeOut
        || await _contended.Get(resource).IsLockedAsync(cancellationToken).ConfigureAwait(false);

    private ScriptedOutcome OutcomeOf(string resource) => _outcomes.GetValueOrDefault(resource, Otherwise);

    private async Task<LockResult> AskAsync(string resource, string? record, LockOptions options, CancellationToken cancellationToken)
    {
        ILock whole = _contended.Get(Guard.Path(resource));
        ILock wanted = record is null ? whole : whole.Record(record);
        cancellationToken.ThrowIfCancellationRequested();
        _calls.AddOrUpdate(resource, 1, (_, count) => count + 1);
        switch (OutcomeOf(resource))
        {
            case ScriptedOutcome.Succeed:
                FencingToken? token = _options.FencingTokens ? new FencingToken("script", MemoryLock.ShortOf(wanted.Name), 0, Interlocked.Increment(ref _tokens)) : null;
                return LockResult.Held(new MemoryLockHandle(wanted.Name, options.Type, token, _ => { }));
            case ScriptedOutcome.TimeOut:
                return LockResult.NotHeld(new LockTimeoutException($"cannot lock '{resource}': scripted to time out") { Path = resource });
            case ScriptedOutcome.Fail:
                return LockResult.NotHeld(new MutxException(MutxError.Io, $"cannot lock '{resource}': scripted to fail") { Path = resource });
            default:
                try
                {
                    return LockResult.Held(await wanted.AcquireAsync(options.Type, options.Timeout, cancellationToken).ConfigureAwait(false));
                }
                catch (MutxException e)
                {
                    return LockResult.NotHeld(e);
                }
        }
    }
}
