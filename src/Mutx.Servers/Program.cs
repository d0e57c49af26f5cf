using Mutx.Cli.Requests;
using Mutx.Cli.Servers;

namespace Mutx.Servers;

/// <summary>The program with the clients of lock servers.</summary>
internal static class Program
{
    private static int Main(string[] arguments)
    {
        LockServers.Connect = static address =>
            address.Kind == ServerKind.Postgres ? PostgresClient.Connect(address) : EtcdClients.Connect(address);
        return Cli.Program.Main(arguments);
    }
}
