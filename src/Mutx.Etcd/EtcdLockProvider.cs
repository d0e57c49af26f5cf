using Mutx.Locking;

namespace Mutx.Etcd;

/// <summary>
/// Locks between machines, kept by an etcd cluster (3.4 or newer) over its JSON gateway: a lease and a key for each lock that
/// is held or waited for. Exclusive and shared, first come first served, with the revision as fencing token. Locks
/// survive the restart of members and the loss of a leader.
/// <para>
/// A lock is held as long as its lease is extended, which the holder does every fifth of <see cref="EtcdLockOptions.LeaseTime"/>.
/// A process that dies or is stopped loses its locks when the lease runs out; one that was merely stopped may still
/// believe in them when it goes on: what it changes has to be protected by the token. One that is cut off is told that it
/// lost them before the cluster gives them to anybody else (<see cref="Capabilities"/> has both bounds). Deadlocks between
/// locks are not found: give timeouts.
/// </para>
/// <para>Thread-safe. Several providers in one process share nothing.</para>
/// </summary>
public sealed class EtcdLockProvider : ILockProvider, IDisposable
{
    private readonly EtcdLockOptions _options;
    private readonly EtcdClient _client;
    private readonly ServerLockTurns _turns = new();

    /// <summary>Names a cluster. Connects at the first use.</summary>
    /// <param name="endpoints">
    /// The client end points of one cluster: <c>http://a:2379,http://b:2379</c>. Those that can't be reached are left out.
    /// </param>
    /// <param name="options">How; <see cref="EtcdLockOptions.Default"/> if null.</param>
    public EtcdLockProvider(string endpoints, EtcdLockOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(endpoints);
        _options = options ?? EtcdLockOptions.Default;
        _client = new EtcdClient([.. endpoints.Split(',', StringSplitOptions.TrimEntries).Select(Endpoint)], _options);
        Capabilities = new LockCapabilities
        {
            Features = LockFeatures.BetweenProcesses | LockFeatures.BetweenMachines | LockFeatures.Shared | LockFeatures.Fifo
                | LockFeatures.Fencing | LockFeatures.SurvivesServerRestart,
            Hold = LockHoldModel.Lease,
            LossBound = _options.LossBound,
            ReleaseBound = _options.LeaseTime,
        };
    }

    /// <inheritdoc/>
    public LockCapabilities Capabilities { get; }

    /// <inheritdoc/>
    public ILock Get(string name) => Get(LockKey.For(_options.Namespace, name));

    /// <summary>
    /// Closes the connections. Locks that are held or waited for are given back first, and their holders told that they are
    /// lost; that takes bounded time.
    /// </summary>
    public void Dispose()
    {
        Task.WhenAll(_client.Leases.Values.Select(lease => lease.AbandonAsync())).GetAwaiter().GetResult();
        _client.Dispose();
    }

    internal EtcdLock Get(LockKey key) => new(key, this, _client, _turns, _options);

    private static Uri Endpoint(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out Uri? uri) && uri.Scheme is "http" or "https" && uri is { UserInfo: "", Query: "" }
            ? new Uri(uri, "/")
            : throw new ArgumentException($"'{text}' is not an end point of etcd; it looks like http://host:2379, and has no password in it.", nameof(text));
}
