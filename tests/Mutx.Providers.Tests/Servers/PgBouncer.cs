using System.Globalization;
using Npgsql;

namespace Mutx.Providers.Tests.Servers;

/// <summary>A pooler before a server, in transaction mode: one that gives a session's place to others between transactions.</summary>
internal sealed class PgBouncer : IAsyncDisposable
{
    private readonly TempDirectory _directory = new();
    private ServerProcess? _process;

    public string Connection { get; private set; } = "";

    public static async Task<PgBouncer> StartAsync(PostgresServer server)
    {
        Need.Package("pgbouncer", "pgbouncer");
        var pooler = new PgBouncer();
        int port = Ports.Free();
        string users = pooler._directory.Write("users", "\"mutx\" \"\"\n");
        string settings = pooler._directory.Write(
            "pgbouncer.ini",
            string.Create(
                CultureInfo.InvariantCulture,
                $"""
                [databases]
                postgres = host=127.0.0.1 port={server.Port} user=mutx
                [pgbouncer]
                listen_addr = 127.0.0.1
                listen_port = {port}
                unix_socket_dir =
                auth_type = trust
                auth_file = {users}
                pool_mode = transaction
                ignore_startup_parameters = extra_float_digits,options
                """));
        string[] command = Environment.UserName == "root"
            ? ["setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups", "/usr/sbin/pgbouncer", settings]
            : ["/usr/sbin/pgbouncer", settings];
        pooler._process = new ServerProcess(command[0], command[1..]);
        pooler.Connection = string.Create(CultureInfo.InvariantCulture, $"Host=127.0.0.1;Port={port};Username=mutx;Database=postgres");
        await pooler._process.UntilAsync(async () =>
        {
            await using NpgsqlDataSource source = NpgsqlDataSource.Create($"{pooler.Connection};Pooling=false;Timeout=5");
            await using NpgsqlCommand command = source.CreateCommand("SELECT 1");
            return await command.ExecuteScalarAsync() is 1;
        });
        return pooler;
    }

    public ValueTask DisposeAsync()
    {
        _process?.Dispose();
        _directory.Dispose();
        return ValueTask.CompletedTask;
    }
}
