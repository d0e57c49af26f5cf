using Mutx.Providers.Tests.Servers;

[assembly: AssemblyFixture(typeof(SharedServers))]
[assembly: CollectionBehavior(DisableTestParallelization = true)]

namespace Mutx.Providers.Tests.Servers;

/// <summary>One server of each kind for all tests that leave it as it is; each test uses names of its own.</summary>
public sealed class SharedServers : IAsyncDisposable
{
    private PostgresServer? _postgres;
    private EtcdServer? _etcd;

    internal async Task<PostgresServer> PostgresAsync() => _postgres ??= await PostgresServer.StartAsync("max_connections=200");

    internal async Task<EtcdServer> EtcdAsync() => _etcd ??= await EtcdServer.StartAsync();

    public async ValueTask DisposeAsync()
    {
        if (_postgres is not null)
        {
            await _postgres.DisposeAsync();
        }

        if (_etcd is not null)
        {
            await _etcd.DisposeAsync();
        }

        PostgresServer.RemoveTemplate();
    }
}
