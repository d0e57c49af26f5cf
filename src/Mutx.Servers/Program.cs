using Mutx.Cli.Help;
using Mutx.Cli.Output;
using Mutx.Cli.Processes;
using Mutx.Cli.Requests;
using Mutx.Cli.Servers;
using Mutx.Cli.Streams;
using Mutx.Primitives;

namespace Mutx.Servers;

/// <summary>The program with the clients of lock servers.</summary>
internal static class Program
{
    private static int Main(string[] given)
    {
        if (!OperatingSystem.IsWindows() && DependentCommand.IsMeant(given))
        {
            StandardStreams.Secure();
            return (int)DependentCommand.Become(
                given, static (problem, json) => new Reporter(new ReportOptions { Json = json }).Fail(problem));
        }

        string[] arguments = ServersProgram.Continue(given, ProgramVersion.Number, out MutxException? error);
        if (error is not null)
        {
            return (int)new Reporter(new ReportOptions { Json = RequestReader.WantsJson(arguments) }).Fail(error);
        }

        LockServers.Connect = static address =>
            address.Kind == ServerKind.Postgres ? PostgresClient.Connect(address) : EtcdClients.Connect(address);
        return Cli.Program.Main(arguments);
    }
}
