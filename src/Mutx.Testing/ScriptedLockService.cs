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
    private MemoryLockProvider _contended = new();

    /// <summary>What happens for paths that nothing was said about; they succeed.</summary>
    public ScriptedOutcome Otherwise { get; set; }

    /// <summary>How often any lock was asked for.</summary>
    public int TotalCalls => _calls.Values.Sum();

    /// <summary>Says what is to happen for a path.</summary>
    /// <returns>The service itself.</returns>
    public ScriptedLockService Script(string resource, ScriptedOutcome outcome)
    {
        _outcomes[resource] = outcome;
        return this;
    }

    /// <summary>How often the lock on a path, or on one of its records, was asked for.</summary>
    public int Calls(string resource) => _calls.GetValueOrDefault(resource);

    /// <summary>Forgets what was scripted, counted and held.</summary>
    public void Reset()
    {
        _outcomes.Clear();
        _calls.Clear();
        Otherwise = ScriptedOutcome.Succeed;
        _contended = new MemoryLockProvider();
    }

    /// <inheritdoc/>
    public Task<LockResult> AcquireAsync(string resource, LockOptions? options = null, CancellationToken cancellationToken = default) =>
        AskAsync(resource, null, options ?? LockOptions.Default, cancellationToken);

    /// <inheritdoc/>
    public Task<LockResult> AcquireAsync(
        string resource, string record, LockOptions? options = null, CancellationToken cancellationToken = default) =>
        AskAsync(resource, record, options ?? LockOptions.Default, cancellationToken);

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
        CancellationToken cancellationToken = default) =>
        WithLockAsync(
            resource,
            async (held, token) =>
            {
                await work(held, token).ConfigureAwait(false);
                return true;
            },
            options,
            cancellationToken);

    /// <inheritdoc/>
    public async Task<bool> IsLockedAsync(string resource, CancellationToken cancellationToken = default) =>
        OutcomeOf(resource) == ScriptedOutcome.TimeOut
        || await _contended.Get(resource).IsLockedAsync(cancellationToken).ConfigureAwait(false);

    private ScriptedOutcome OutcomeOf(string resource) => _outcomes.GetValueOrDefault(resource, Otherwise);

    private async Task<LockResult> AskAsync(string resource, string? record, LockOptions options, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(resource);
        cancellationToken.ThrowIfCancellationRequested();
        _calls.AddOrUpdate(resource, 1, (_, count) => count + 1);
        switch (OutcomeOf(resource))
        {
            case ScriptedOutcome.Succeed:
                return LockResult.Held(new MemoryLockHandle(resource, options.Type, null, _ => { }));
            case ScriptedOutcome.TimeOut:
                return LockResult.NotHeld(new LockTimeoutException($"cannot lock '{resource}': scripted to time out") { Path = resource });
            case ScriptedOutcome.Fail:
                return LockResult.NotHeld(new MutxException(MutxError.Io, $"cannot lock '{resource}': scripted to fail") { Path = resource });
            default:
                ILock whole = _contended.Get(resource);
                ILock contended = record is null ? whole : whole.Record(record);
                try
                {
                    return LockResult.Held(await contended.AcquireAsync(options.Type, options.Timeout, cancellationToken).ConfigureAwait(false));
                }
                catch (MutxException e)
                {
                    return LockResult.NotHeld(e);
                }
        }
    }
}
