using System.Globalization;
using Mutx.Providers.Tests.Servers;

[assembly: AssemblyFixture(typeof(SharedServers))]
[assembly: CollectionBehavior(DisableTestParallelization = true)]

namespace Mutx.Providers.Tests.Servers;

/// <summary>One server of each kind for all tests that leave it as it is; each test uses names of its own.</summary>
public sealed class SharedServers : IAsyncDisposable
{
    internal const string Postgres = "postgres";
    internal const string Etcd = "etcd";

    private PostgresServer? _postgres;
    private EtcdServer? _etcd;

    internal async Task<PostgresServer> PostgresAsync() => _postgres ??= await PostgresServer.StartAsync("max_connections=200");

    internal async Task<EtcdServer> EtcdAsync() => _etcd ??= await EtcdServer.StartAsync();

    /// <summary>A server as the program is told of it.</summary>
    internal async Task<string> AddressAsync(string kind)
    {
        if (kind == Etcd)
        {
            return (await EtcdAsync()).Endpoints.Replace("http://", "etcd://", StringComparison.Ordinal);
        }

        int port = (await PostgresAsync()).Port;
        return string.Create(CultureInfo.InvariantCulture, $"postgres://mutx@127.0.0.1:{port}/postgres");
    }

    /// <summary>Takes all locks away, as an administrator can.</summary>
    internal async Task RevokeAsync(string kind)
    {
        if (kind == Postgres)
        {
            await (await PostgresAsync()).ScalarAsync("SELECT count(pg_terminate_backend(pid)) FROM pg_locks WHERE locktype = 'advisory'");
        }
        else
        {
            string from = Convert.ToBase64String("mutx/1/mutx/"u8);
            string to = Convert.ToBase64String("mutx/1/mutx0"u8);
            await (await EtcdAsync()).AskAsync("kv/deleterange", $$"""{"key":"{{from}}","range_end":"{{to}}"}""");
        }
    }

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
